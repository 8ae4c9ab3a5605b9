"""Who lives and works in the demonstration town. Every name is invented."""

from dataclasses import dataclass

from yui.people.rules import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Group:
    """An organisation of the demonstration town."""

    code: str
    kind: OrganisationKind
    name: str
    name_en: str
    in_region: bool = True


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demonstration town."""

    username: str
    name: str
    kana: str
    name_en: str
    role: Role
    group: str
    in_region: bool = True


GROUPS = (
    Group(
        "hub",
        OrganisationKind.HUB,
        "結野町テレワークセンター「むすび」",
        "Yuino Telework Hub “Musubi”",
    ),
    Group("digital", OrganisationKind.SECTION, "デジタル戦略課", "Digital Strategy Section"),
    Group("residents", OrganisationKind.SECTION, "住民課", "Residents Section"),
    Group(
        "welfare",
        OrganisationKind.SECTION,
        "福祉課介護保険係",
        "Long-Term Care Insurance Subsection",
    ),
    Group("personnel", OrganisationKind.SECTION, "総務部人事課", "Personnel Section"),
    Group(
        "children",
        OrganisationKind.SECTION,
        "こども未来部子育て支援・幼児教育・保育給付担当課",
        "Section for Child-Rearing Support, Early Education and Childcare Benefits",
    ),
    Group("audit", OrganisationKind.SECTION, "監査委員事務局", "Audit Office"),
    Group(
        "bank",
        OrganisationKind.CLIENT,
        "結野みどり農業協同組合",
        "Yuino Midori Agricultural Cooperative",
    ),
    Group(
        "maps",
        OrganisationKind.COMPANY,
        "株式会社やまなみ地図データ",
        "Yamanami Map Data Co., Ltd.",
        False,
    ),
)

STAFF = (
    Somebody("ritsu", "段取 律", "ダンドリ リツ", "Ritsu Dandori", Role.DIRECTOR, "hub"),
    Somebody("rei", "小比類巻 怜", "コヒルイマキ レイ", "Rei Kohiruimaki", Role.LEADER, "hub"),
    Somebody("kaoru", "見守 薫", "ミモリ カオル", "Kaoru Mimori", Role.LEADER, "hub"),
    Somebody("tsumugi", "寄合 紬", "ヨリアイ ツムギ", "Tsumugi Yoriai", Role.COORDINATOR, "hub"),
    Somebody("masaru", "勘定 勝", "カンジョウ マサル", "Masaru Kanjo", Role.MANAGER, "hub"),
    Somebody("ken", "窓口 健", "マドグチ ケン", "Ken Madoguchi", Role.STAFF, "residents"),
    Somebody("kiyoshi", "福祉 清", "フクシ キヨシ", "Kiyoshi Fukushi", Role.STAFF, "welfare"),
    Somebody(
        "yuuko", "勅使河原 優子", "テシガワラ ユウコ", "Yuko Teshigawara", Role.STAFF, "children"
    ),
    Somebody("minoru", "稲穂 実", "イナホ ミノル", "Minoru Inaho", Role.CLIENT, "bank"),
    Somebody("jin", "人事 仁", "ヒトゴト ジン", "Jin Hitogoto", Role.HR, "personnel"),
    Somebody("chika", "未来 千佳", "ミライ チカ", "Chika Mirai", Role.CDO, "digital"),
    Somebody("akira", "監物 明", "ケンモツ アキラ", "Akira Kenmotsu", Role.AUDITOR, "audit"),
    Somebody("osamu", "運用 修", "ウンヨウ オサム", "Osamu Unyo", Role.ADMIN, "digital"),
)

# Surname, reading, given name, reading, both in English: short, common and very long ones.
_RESIDENTS = """
結野 ユイノ 花 ハナ Hana Yuino|林 ハヤシ 一 ハジメ Hajime Hayashi|森 モリ 凛 リン Rin Mori
五十嵐 イガラシ さくら サクラ Sakura Igarashi|武者小路 ムシャノコウジ 龍之介 リュウノスケ Ryunosuke Mushanokoji
佐藤 サトウ 真央 マオ Mao Sato|高橋 タカハシ 健太郎 ケンタロウ Kentaro Takahashi|渡邉 ワタナベ 美咲 ミサキ Misaki Watanabe
東海林 ショウジ 千代子 チヨコ Chiyoko Shoji|長宗我部 チョウソカベ 小百合 サユリ Sayuri Chosokabe|乙 オツ 衛 マモル Mamoru Otsu
鈴木 スズキ 芽依 メイ Mei Suzuki|山田 ヤマダ 太郎左衛門 タロウザエモン Tarozaemon Yamada|伊藤 イトウ 陽菜 ヒナ Hina Ito
加藤 カトウ 蓮 レン Ren Kato|吉田 ヨシダ 結衣 ユイ Yui Yoshida|中村 ナカムラ 悠真 ユウマ Yuma Nakamura
小林 コバヤシ 葵 アオイ Aoi Kobayashi|斎藤 サイトウ 湊 ミナト Minato Saito|松本 マツモト 紗良 サラ Sara Matsumoto
井上 イノウエ 大和 ヤマト Yamato Inoue|木村 キムラ 詩 ウタ Uta Kimura|清水 シミズ 朝陽 アサヒ Asahi Shimizu
山口 ヤマグチ 澪 ミオ Mio Yamaguchi|阿部 アベ 樹 イツキ Itsuki Abe|池田 イケダ 和子 カズコ Kazuko Ikeda
橋本 ハシモト 茂 シゲル Shigeru Hashimoto|石川 イシカワ 節子 セツコ Setsuko Ishikawa|前田 マエダ 颯 ハヤテ Hayate Maeda
藤田 フジタ 琴音 コトネ Kotone Fujita|岡田 オカダ 直樹 ナオキ Naoki Okada|後藤 ゴトウ 由美 ユミ Yumi Goto
近藤 コンドウ 匠 タクミ Takumi Kondo|村上 ムラカミ 咲良 サクラ Sakura Murakami|遠藤 エンドウ 隼人 ハヤト Hayato Endo
青木 アオキ 恵美 エミ Emi Aoki|坂本 サカモト 拓海 タクミ Takumi Sakamoto|福田 フクダ 智子 トモコ Tomoko Fukuda
太田 オオタ 翔 ショウ Sho Ota|西村 ニシムラ 梨花 リンカ Rinka Nishimura|藤井 フジイ 誠 マコト Makoto Fujii
金子 カネコ 文 フミ Fumi Kaneko|岡本 オカモト 静香 シズカ Shizuka Okamoto|藤原 フジワラ 豊 ユタカ Yutaka Fujiwara
三浦 ミウラ 恒一 コウイチ Koichi Miura|中野 ナカノ 佳代 カヨ Kayo Nakano|原田 ハラダ 光 ヒカル Hikaru Harada
"""


def residents() -> list[Somebody]:
    """The residents who work through the hub; a few live outside the region."""
    rows = [row for line in _RESIDENTS.strip().splitlines() for row in line.split("|")]
    people = []
    for number, row in enumerate(rows, start=1):
        surname, reading, given, given_reading, english = row.split(" ", 4)
        people.append(
            Somebody(
                "hana" if number == 1 else f"resident{number}",
                f"{surname} {given}",
                f"{reading} {given_reading}",
                english,
                Role.WORKER,
                "hub",
                in_region=number % 12 != 0,
            )
        )
    return people


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One button of the demonstration's sign-in page."""

    username: str
    role_ja: str
    role_en: str
    what_ja: str
    what_en: str


BUTTONS = (
    DemoRole(
        "ritsu",
        "ディレクター",
        "Director",
        "注文を作業にして、スキャンを入れ、検査して、納品する",
        "Turns orders into work, puts in scans, inspects, delivers",
    ),
    DemoRole(
        "hana",
        "ワーカー（住民）",
        "Worker (resident)",
        "家で、空いた時間に、1項目ずつ入力する",
        "Keys one field at a time, at home, whenever there is time",
    ),
    DemoRole(
        "resident4",
        "ワーカー（2人目）",
        "Worker (second)",
        "ほかの人の入力を知らずに、同じ項目を読む",
        "Reads the same fields without knowing what others keyed",
    ),
    DemoRole(
        "resident5",
        "ワーカー（3人目・名前が長い人）",
        "Worker (third, with a long name)",
        "意見が分かれた項目を読む",
        "Reads the fields on which two differed",
    ),
    DemoRole(
        "rei",
        "リーダー",
        "Leader",
        "意見が分かれた項目を決める",
        "Decides the fields on which people differed",
    ),
    DemoRole(
        "ken",
        "発注する職員（住民課）",
        "City staff who order",
        "仕事を頼み、できたデータを受け取る",
        "Order work and receive the data",
    ),
    DemoRole(
        "chika",
        "CDO（最高デジタル責任者）",
        "CDO",
        "地域内調達率と、その内わけを見る",
        "Sees the local sourcing rate and its rows",
    ),
    DemoRole(
        "jin",
        "人事課",
        "Personnel",
        "名簿を取りこみ、人と役割を見る",
        "Imports the roster, sees people and roles",
    ),
    DemoRole(
        "akira",
        "監査",
        "Auditor",
        "だれが何をし、何を見たかを調べる",
        "Reads who did and who saw what",
    ),
    DemoRole(
        "osamu",
        "システム管理者",
        "Administrator",
        "人と組織を管理する",
        "Manages people and organisations",
    ),
)
