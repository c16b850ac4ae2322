"use strict";
// Lets several files be chosen, sends them one after another through the form's own button, and puts the list that
// comes back in place of the one here. Without script the same button sends one file at a time.

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// Where it is said how far the sending is: beside the part that is replaced, there from the first file on.
function statusBeside(part) {
  const there = part.previousElementSibling;
  if (there && there.getAttribute("role") === "status") return there;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "small";
  part.before(status);
  return status;
}

function enhance(part) {
  const input = part.querySelector("input[type=file]");
  if (!input) return;
  input.multiple = true;
  const label = part.querySelector(`label[for="${input.id}"]`);
  if (label) label.textContent = part.dataset.several;
  input.addEventListener("change", () => sendAll(part, [...input.files]));
}

function heldBy(part) {
  return part.dataset.held ? document.getElementById(part.dataset.held) : null;
}

// After Back the field holds more files than the list shows, for the list is the page's as it first came.
async function catchUp(part) {
  const held = heldBy(part);
  if (!held || held.value.split(" ").filter(Boolean).length === part.querySelectorAll("li").length) return;
  const fresh = await send(part, null).catch(() => null);
  if (!fresh) return;
  part.replaceWith(fresh);
  enhance(fresh);
}

function warn(part, words) {
  const line = document.createElement("p");
  line.className = "error";
  line.textContent = words;
  part.prepend(line);
}

// Sends one file (or none, to see how it stands); the part of the page that comes back, or null where another page
// came (a form too old, say). The field of the tokens stays and takes over what is in the answer's: coming Back, a
// browser restores it.
async function send(part, file) {
  const button = part.querySelector("[data-send]");
  const body = new FormData(button.form);
  body.delete("file");
  if (file) body.append("file", file, file.name);
  if (button.name) body.append(button.name, button.value);
  const answer = await fetch(button.form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(part.id);
  const held = heldBy(part), heldNow = page.getElementById(part.dataset.held);
  if (!fresh || (held && !heldNow)) return null;
  if (held) held.value = heldNow.value;
  return document.importNode(fresh, true);
}

// The way without script: the browser sends this file and shows whatever is answered.
function sendPlainly(part, file) {
  const only = new DataTransfer();
  only.items.add(file);
  part.querySelector("input[type=file]").files = only.files;
  part.querySelector("[data-send]").click();
}

async function sendAll(part, files) {
  const status = statusBeside(part);
  const wrong = [];
  for (const [place, file] of files.entries()) {
    if (file.size > Number(part.dataset.most)) {
      wrong.push(fill(part.dataset.tooLarge, { name: file.name }));
      continue;
    }
    status.textContent = fill(part.dataset.sending, { n: place + 1, m: files.length, name: file.name });
    let fresh = null;
    try {
      fresh = await send(part, file);
    } catch {
      fresh = null;
    }
    if (!fresh) return sendPlainly(part, file);
    for (const line of fresh.querySelectorAll(".has-error .error")) {
      const said = line.cloneNode(true);
      for (const hidden of said.querySelectorAll(".visually-hidden")) hidden.remove();
      wrong.push(said.textContent.trim());
      line.remove();
    }
    part.replaceWith(fresh);
    part = fresh;
  }
  const input = part.querySelector("input[type=file]");
  if (input) input.value = "";
  status.textContent = wrong.length ? "" : part.dataset.sent;
  for (const words of wrong.reverse()) warn(part, words);
  enhance(part);
  part.focus();
}

for (const part of document.querySelectorAll("[data-files]")) {
  enhance(part);
  window.addEventListener("load", () => setTimeout(() => catchUp(part)));
}
