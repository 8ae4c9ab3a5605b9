"""The words of the shared work, in both languages."""

from yui.engines.values import Fault, Kind
from yui.words import later
from yui.work.rules import (
    JobState,
    LotState,
    Mark,
    OrderState,
    Place,
    Refusal,
    SettledBy,
    TaskState,
)

KIND_LABELS = {
    Kind.NAME_KANJI: later("氏名（漢字）", "Name in kanji"),
    Kind.NAME_KANA: later("氏名のフリガナ", "Reading of a name"),
    Kind.NAME_ONLY: later("人の名前", "Name of a person"),
    Kind.KANA_ONLY: later("カナの名義", "Account name in kana"),
    Kind.ADDRESS: later("住所", "Address"),
    Kind.POSTAL: later("郵便番号", "Postal code"),
    Kind.PHONE: later("電話番号", "Telephone number"),
    Kind.YEAR: later("年", "Year"),
    Kind.MONTH: later("月", "Month"),
    Kind.DAY: later("日", "Day"),
    Kind.ERA: later("元号", "Era"),
    Kind.DATE: later("年月日", "Date"),
    Kind.NUMBER: later("数字", "Number"),
    Kind.AMOUNT: later("金額", "Amount of money"),
    Kind.CODE: later("番号・記号", "Code"),
    Kind.RELATION: later("続柄", "Relationship"),
    Kind.JOB: later("職業", "Occupation"),
    Kind.BANK: later("金融機関", "Bank"),
    Kind.BRANCH: later("支店", "Branch of a bank"),
    Kind.FREE: later("自由な文章", "Free text"),
    Kind.CHECK: later("チェック欄", "Check boxes"),
    Kind.CHOICE: later("選択（丸印）", "Choice (circled)"),
}

PRIVACY_LABELS = {
    "identity": later("誰かがわかること（氏名など）", "Who it is (names)"),
    "contact": later("連絡先（住所・電話）", "How to reach them (address, telephone)"),
    "birth": later("生年月日", "Date of birth"),
    "general": later("そのほか", "Other"),
}

ORDER_STATE_LABELS = {
    OrderState.ASKED: later("返事待ち", "Waiting for the hub’s answer"),
    OrderState.RUNNING: later("作業中", "Being worked on"),
    OrderState.DELIVERED: later("納品済み", "Delivered"),
    OrderState.CLOSED: later("完了", "Closed"),
    OrderState.DECLINED: later("お断り", "Declined"),
}

JOB_STATE_LABELS = {
    JobState.DRAFT: later("準備中", "In preparation"),
    JobState.OPEN: later("募集中", "Open for work"),
    JobState.PAUSED: later("一時停止", "Paused"),
    JobState.DONE: later("終了", "Done"),
}

TASK_STATE_LABELS = {
    TaskState.OPEN: later("入力待ち", "Waiting for answers"),
    TaskState.DISPUTED: later("リーダーの判断待ち", "Waiting for a leader"),
    TaskState.SETTLED: later("決まった", "Settled"),
}

LOT_STATE_LABELS = {
    LotState.OPEN: later("検査中", "Being inspected"),
    LotState.ACCEPTED: later("合格", "Accepted"),
}

PLACE_LABELS = {
    Place.HOME: later("自宅でもできる", "May be done at home"),
    Place.ROOM: later("作業室だけ", "Only in the work room"),
}

MARK_LABELS = {
    Mark.VALUE: later("書かれている", "Something is written"),
    Mark.BLANK: later("何も書かれていない", "Nothing is written"),
    Mark.UNREADABLE: later("読めない", "Cannot be read"),
}

SETTLED_BY_LABELS = {
    SettledBy.AGREEMENT: later("読んだ人どうしが一致", "The readers agreed"),
    SettledBy.LEADER: later("リーダーが判断", "Decided by a leader"),
}

REFUSAL_LABELS = {
    Refusal.WORKER: later(
        "ワーカーとして登録されていません。拠点の人材コーディネーターに登録を頼んでください。",
        "You are not registered as a worker. Ask the coordinator of the hub to register you.",
    ),
    Refusal.OTHER_HUB: later(
        "別の拠点の仕事です。この拠点で働きたいときは、そこの人材コーディネーターに相談してください。",
        "This is work of another hub. To work there, speak to its coordinator.",
    ),
    Refusal.NOT_OPEN: later(
        "今は募集していません。再開されると、ここからまた始められます。",
        "Work on this is stopped for now. You can go on from here when it opens again.",
    ),
    Refusal.AGREEMENT: later(
        "拠点との基本契約がまだです。内容を読んで、同意すると始められます。",
        "You have no agreement with the hub yet. Read it and agree, and you can begin.",
    ),
    Refusal.PLEDGE: later(
        "この仕事の秘密を守る約束がまだです。読んで約束すると始められます。",
        "You have not promised to keep this work secret yet. Read it and promise to begin.",
    ),
    Refusal.NOTICE: later(
        "この仕事の条件（単価・支払日など）の確認がまだです。読んで確認すると始められます。",
        "You have not confirmed the terms (price, date of payment). Read and confirm to begin.",
    ),
    Refusal.LEVEL: later(
        "この仕事は、同じ種類の入力で実績を示した人にお願いしています。ほかの仕事で実績を増やしてください。",
        "This work asks for a proven record in the same kind of entry. Other work builds it up.",
    ),
    Refusal.ROOM: later(
        "この仕事は拠点の作業室だけでできます。作業室のパソコンから開いてください。",
        "This work may be done only in the work room of the hub. Open it on a computer there.",
    ),
    Refusal.NOTHING_LEFT: later(
        "今できる分は終わりました。新しい用紙が入ると、また始められます。",
        "There is nothing left for you now. You can go on when new forms come in.",
    ),
}

FAULT_LABELS = {
    Fault.NOT_DIGITS: later("数字だけを入れてください。", "Use digits only."),
    Fault.WRONG_LENGTH: later("文字の数が合いません。", "The number of characters does not fit."),
    Fault.OUT_OF_RANGE: later("ありえない数です。", "This number is not possible."),
    Fault.NOT_KANA: later("カタカナだけを入れてください。", "Use katakana only."),
    Fault.NOT_A_POSTAL_CODE: later(
        "郵便番号は7けたの数字です（例: 399-0786）。",
        "A postal code has seven digits (as 399-0786).",
    ),
    Fault.NOT_A_PHONE_NUMBER: later(
        "電話番号の形になっていません（例: 0263-52-0280）。",
        "This is not a telephone number (as 0263-52-0280).",
    ),
    Fault.NOT_A_DATE: later("ない日付です。", "There is no such date."),
    Fault.NOT_AN_ERA: later("元号ではありません。", "This is not an era."),
    Fault.NOT_AN_OPTION: later("選択肢にないものです。", "This is not one of the options."),
}

DECIDE_REFUSAL_LABELS = {
    "role": later(
        "この拠点のリーダーかディレクターだけが判断できます。",
        "Only a leader or director of this hub can decide this.",
    ),
    "answered": later(
        "自分が入力した項目は判断できません。ほかのリーダーが判断します。",
        "You answered this field yourself, so another leader decides it.",
    ),
    "split": later(
        "同じ用紙の別の種類の個人情報をすでに見たので、この項目は見られません。ほかの人が判断します。",
        "You have seen another kind of personal data of this form, so somebody else decides it.",
    ),
    "settled": later("ほかの人がもう判断しました。", "Somebody else has decided this already."),
    "accepted": later("このまとまりはもう合格しています。", "This lot has been accepted already."),
}

PICTURE_REFUSAL_LABELS = {
    "not_shown": later(
        "この画像は、あなたに割り当てられていません。", "This picture was not given to you."
    ),
    "not_held": later(
        "この画像を見られる時間が終わりました。", "You may no longer see this picture."
    ),
}

DELIVER_REFUSAL_LABELS = {
    "empty": later(
        "まだ1件もありません。用紙のスキャンを入れてください。",
        "There is no record yet. Put scans of the forms in.",
    ),
    "unsettled": later(
        "まだ決まっていない項目があります。入力とリーダーの判断が終わるのを待ちます。",
        "Some fields are not settled yet. Answers or a leader’s decisions are still to come.",
    ),
    "not_accepted": later(
        "検査に合格していない用紙があります。まとまりを作って検査し、合格にしてください。",
        "Some records have not passed inspection. Open a lot, inspect it and accept it.",
    ),
}
