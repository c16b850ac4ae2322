"use strict";
// Opens Swagger UI on our OpenAPI document. Nothing is sent anywhere but to this origin.

// Swagger UI leaves lists and copy buttons without a name, and boxes that scroll out of reach of the keyboard.
function mend(place) {
  for (const select of place.querySelectorAll("select:not([aria-label])")) {
    select.setAttribute("aria-label", select.closest(".parameters, .response, .opblock-section")?.innerText.split("\n")[0] || "Media type");
  }
  for (const button of place.querySelectorAll("button:empty:not([aria-label])")) button.setAttribute("aria-label", "Copy");
  for (const button of place.querySelectorAll(".copy-to-clipboard button:not([aria-label])")) button.setAttribute("aria-label", "Copy");
  for (const box of place.querySelectorAll("pre:not([tabindex])")) box.tabIndex = 0;
}

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("swagger");
  new MutationObserver(() => mend(place)).observe(place, { childList: true, subtree: true });
  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    docExpansion: "list",
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
  });
});
