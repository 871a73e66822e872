// A form is sent once: the second tap of a double tap is ignored while the answer is on its way.
// Some things can be answered once only, and a repetition would show that instead of the answer.
const SECONDS = 5;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // It may be sent again if no answer came, or if the answer was a file to keep.
  setTimeout(() => delete form.dataset.sent, SECONDS * 1000);
});

// The page may come back out of the browser's memory, just as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
