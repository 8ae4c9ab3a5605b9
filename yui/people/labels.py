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

# Acts of this noun. An act of another noun is shown by its name.
ACT = {
    "organisation_add": later("組織を登録", "Organisation entered"),
    "password_code": later("初回用コードを再発行", "One-time code issued"),
    "password_set": later("パスワードを設定", "Password set"),
    "person_add": later("人を登録", "Person entered"),
    "person_change": later("登録内容を変更", "Person changed"),
    "person_start": later("サインインを再開", "Sign-in allowed"),
    "person_stop": later("サインインを停止", "Sign-in stopped"),
    "pledge": later("秘密保持の誓約", "Pledge given"),
    "role_give": later("役割を付与", "Role given"),
    "role_take": later("役割を解除", "Role taken away"),
    "roster_import": later("名簿を取り込み", "Roster imported"),
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
}
