// Hides the four backup words from a neighbour's eyes, and shows them again.

for (const button of document.querySelectorAll("button[data-hide]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const words = document.getElementById(button.dataset.hide ?? "");
  if (!words) continue;
  const texts = { hide: button.textContent ?? "", show: button.dataset.hiddenText ?? "" };
  button.hidden = false;
  button.addEventListener("click", () => {
    words.hidden = !words.hidden;
    button.textContent = words.hidden ? texts.show : texts.hide;
    button.setAttribute("aria-expanded", String(!words.hidden));
  });
}
