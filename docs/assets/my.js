/* My application without leaving the page. The server's own page is fetched and its main part shown:
   one set of words, one template, and the key is never in an address. */
(() => {
  "use strict";
  const asking = document.getElementById("look-up");
  const found = document.getElementById("found");
  const kept = (() => {
    try { return JSON.parse(localStorage.getItem(`baiqau:${found.dataset.call}:receipt`)); } catch { return null; }
  })();
  if (kept && !asking.number.value) {
    asking.number.value = kept.number;
    asking.key.value = kept.key;
  }

  async function shown() {
    const body = new URLSearchParams(new FormData(asking));
    const answer = await fetch(asking.action, { method: "POST", body, cache: "no-store" });
    const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main .bq");
    main.querySelectorAll("form").forEach((form) => form.remove());
    main.querySelectorAll("h1").forEach((heading) => {
      const lower = document.createElement("h2");
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    });
    return main;
  }

  asking.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      found.replaceChildren(...(await shown()).childNodes);
    } catch {
      found.textContent = found.dataset.failure;
    }
    found.focus();
  });
})();
