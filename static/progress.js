"use strict";
// Asks every two seconds how far a long work is, and shows the page of its result once it is done. Without script the
// page is refreshed by the browser.

async function look() {
  const part = document.querySelector("[data-under-way]");
  if (!part) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-under-way]");
    if (!fresh) return location.reload();
    part.replaceWith(document.importNode(fresh, true));
  } catch {
    // The network is away for a moment: ask again.
  }
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
