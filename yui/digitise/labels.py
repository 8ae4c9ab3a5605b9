"""The words of paper to data, in both languages."""

from yui.digitise.rules import PageState
from yui.engines.pictures import Problem
from yui.engines.registration import Refusal
from yui.words import later

PROBLEM_LABELS = {
    Problem.EMPTY: later("中身が空のファイルです。", "The file is empty."),
    Problem.TOO_LARGE: later("ファイルが大きすぎます。", "The file is larger than allowed."),
    Problem.TOO_MANY_PIXELS: later(
        "画像が大きすぎます。300 dpi で取り込み直してください。",
        "The picture has too many pixels. Scan it again at 300 dpi.",
    ),
    Problem.TOO_MANY_PAGES: later(
        "ページが多すぎます。分けてください。", "There are too many pages. Split the file."
    ),
    Problem.NOT_A_PICTURE: later(
        "PNG・JPEG・TIFF・PDF として開けません。",
        "This cannot be opened as PNG, JPEG, TIFF or PDF.",
    ),
    Problem.TRUNCATED: later(
        "ファイルが途中で切れているか、壊れています。", "The file is cut off or damaged."
    ),
    Problem.ENCRYPTED: later(
        "パスワードのかかった PDF です。はずして保存し直してください。",
        "The PDF is locked with a password. Save it without one.",
    ),
}

REGISTRATION_LABELS = {
    Refusal.BLANK: later("何も書かれていないページです。", "Nothing is written on this page."),
    Refusal.FOREIGN: later(
        "別の用紙のようです。この様式と重なりません。",
        "This seems to be another form: it does not lie on this one.",
    ),
    Refusal.TORN: later(
        "用紙の一部が欠けているか、隠れています。", "A part of the page is missing or covered."
    ),
    Refusal.BADLY_REGISTERED: later(
        "様式とうまく重なりません。まっすぐ取り込み直してください。",
        "The page does not lie well on the form. Scan it again, straight.",
    ),
}

SET_ASIDE_LABELS = {
    **{problem.value: words for problem, words in PROBLEM_LABELS.items()},
    **{refusal.value: words for refusal, words in REGISTRATION_LABELS.items()},
    "job_done": later(
        "納品のあとに読み終わったので、入れていません。",
        "It was read after the delivery, so it was left out.",
    ),
    "too_small": later(
        "画像が小さすぎて読めません。300 dpi くらいでスキャンし直してください。",
        "The picture is too small to read. Please scan it again at about 300 dpi.",
    ),
    "machine_failed": later(
        "機械が何度も途中で止まりました。画像を確かめてください。",
        "The machine stopped several times on this page. Look at the picture.",
    ),
}
"""Why a page was set aside, by the code kept with it."""

PAGE_STATE_LABELS = {
    PageState.WAITING: later("読み取り待ち", "Waiting to be read"),
    PageState.READING: later("読み取り中", "Being read"),
    PageState.READ: later("読み取り済み", "Read"),
    PageState.SET_ASIDE: later("よけたページ", "Set aside"),
}
