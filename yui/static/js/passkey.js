// Says in plain words when a passkey did not work; the rest is django-allauth's own script.

const { say } = globalThis.yui;
const place = document.querySelector("[data-passkey-trouble]");

function tell(words) {
  if (!place) return;
  place.querySelector("p").textContent = words;
  place.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { exception } = event.detail;
  if (exception?.name === "NotAllowedError" || exception?.name === "AbortError") {
    tell(
      say(
        "パスキーの確認が終わりませんでした。もういちど押すか、べつの方法を使ってください。",
        "The passkey was not confirmed. Press again, or use another way.",
      ),
    );
  } else if (exception?.name === "InvalidStateError") {
    tell(say("この機器のパスキーは、もう登録されています。", "This device's passkey is registered already."));
  } else {
    tell(
      say(
        "この機器ではパスキーを使えませんでした。パスワードを使ってください。",
        "Passkeys could not be used on this device. Please use your password.",
      ),
    );
  }
});

if (!globalThis.webauthnJSON?.supported()) {
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = true;
  if (!document.querySelector("[data-passkey]")) {
    tell(say("このブラウザではパスキーを使えません。", "This browser cannot use passkeys."));
  }
}
