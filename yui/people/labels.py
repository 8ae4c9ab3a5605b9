"""The words for roles, kinds of organisation and acts of the journal, in both languages."""

from yui.people.rules import OrganisationKind, Role
from yui.words import later

ROLE = {
    Role.WORKER: later("ワーカー", "Worker"),
    Role.LEADER: later("リーダー", "Leader"),
    Role.DIRECTOR: later("ディレクター", "Director"),
    Role.COORDINATOR: later("人材コーディネーター", "Coordinator"),
    Role.MANAGER: later("マネージャー", "Manager"),
    Role.CLIENT: later("発注者", "Client"),
    Role.STAFF: later("職員", "City staff"),
    Role.HR: later("人事担当", "Human resources"),
    Role.CDO: later("最高デジタル責任者", "Chief digital officer"),
    Role.AUDITOR: later("監査人", "Auditor"),
    Role.ADMIN: later("管理者", "Administrator"),
}

KIND = {
    OrganisationKind.SECTION: later("市の課", "City section"),
    OrganisationKind.HUB: later("テレワーク拠点", "Telework hub"),
    OrganisationKind.CLIENT: later("発注者", "Client"),
    OrganisationKind.COMPANY: later("企業", "Company"),
}

# What the journal's acts mean. An act without words here is shown by its name.
ACT = {
    "capacity.declare": later("働ける時間を申告", "Capacity declared"),
    "data.add_version": later("データの版を追加", "Version of a dataset added"),
    "form.add": later("様式を登録", "Form entered"),
    "job.plan": later("作業を計画", "Job planned"),
    "lot.accept": later("検査に合格", "Lot accepted"),
    "lot.inspect": later("検査", "Lot inspected"),
    "lot.open": later("検査を開始", "Lot opened"),
    "lot.widen": later("検査を拡大", "Lot widened"),
    "order.running": later("注文を引き受け", "Order taken on"),
    "order.declined": later("注文を断り", "Order declined"),
    "order.closed": later("注文を完了", "Order closed"),
    "job.open": later("募集を開始", "Job opened"),
    "job.paused": later("募集を停止", "Job paused"),
    "demo.fill": later("デモの町を用意", "Demonstration town made"),
    "order.ask": later("仕事を依頼", "Order asked"),
    "order.deliver": later("納品", "Order delivered"),
    "organisation.add": later("組織を登録", "Organisation entered"),
    "page.set_aside": later("ページを除外", "Page set aside"),
    "page.try_again": later("ページを読み直し", "Page tried again"),
    "pay.agree": later("基本契約に同意", "Framework agreed"),
    "pay.give_notice": later("条件を通知", "Notice of terms given"),
    "person.add": later("人を登録", "Person entered"),
    "person.change": later("登録内容を変更", "Person changed"),
    "person.give_code": later("初回用コードを発行", "One-time code issued"),
    "person.set_password": later("パスワードを設定", "Password set"),
    "person.start": later("サインインを再開", "Sign-in allowed"),
    "person.stop": later("サインインを停止", "Sign-in stopped"),
    "pledge.give": later("秘密保持の誓約", "Pledge given"),
    "role.give": later("役割を付与", "Role given"),
    "role.take": later("役割を解除", "Role taken away"),
    "roster.import": later("名簿を取り込み", "Roster imported"),
    "scan.put_in": later("スキャンを投入", "Scan put in"),
    "task.decide": later("答えを決定", "Answer decided"),
}

FIELD = {
    "name": later("氏名", "Name"),
    "kana": later("フリガナ", "Reading"),
    "name_en": later("英語氏名", "Name in English"),
    "email": later("メール", "E-mail"),
}

# What was seen and why. What another noun writes is shown by its name.
SIGHT = {
    "directory": later("名簿の管理", "Keeping the list of people"),
    "people_list": later("人の一覧", "List of people"),
    "person_entry": later("登録内容", "Entry of a person"),
    "identity": later("氏名・続柄", "Name and relation"),
    "contact": later("住所・電話", "Address and telephone"),
    "birth": later("生年月日", "Date of birth"),
    "general": later("そのほかの記入", "Other entries"),
    "page": later("用紙全体", "A whole page"),
    "table": later("データの表", "Table of a dataset"),
    "dispute": later("意見が分かれた項目の判断", "Deciding a disputed field"),
    "inspection": later("検査", "Inspection"),
    "picture": later("作業の画像", "Picture of a task"),
    "set_aside": later("よけたページの確認", "Looking at a page set aside"),
    "preview": later("画面での確認", "Looking on the page"),
    "download_csv": later("CSVの受け取り", "Download as CSV"),
    "download_xlsx": later("Excelの受け取り", "Download for Excel"),
}
