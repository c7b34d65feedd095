// What the page says where its own code cannot: the browser is too old, a file did not come, or the code broke down.
// A classic script in words that the oldest browsers read, and the first to run. The texts are in index.html.
(function () {
  function tell(id) {
    document.getElementById(id).removeAttribute("hidden");
  }

  // What an instance of the module cannot outlive: a trap, of which a lack of memory is one, or an endless recursion.
  function isTrap(error) {
    return /^(RuntimeError|RangeError|InternalError)$/.test(error && error.name);
  }

  function stop() {
    // Nothing more may be typed: nobody would take it in.
    for (var part = document.body.firstElementChild; part; part = part.nextElementSibling) {
      if (part.id !== "broken") part.setAttribute("inert", "");
    }
    tell("broken");
  }

  // Not a link: what stands behind the # must stay.
  document.addEventListener("click", function (event) {
    if (event.target.hasAttribute("data-reload")) location.reload();
  });

  if (!("noModule" in document.createElement("script"))) tell("unsupported");

  window.addEventListener("error", function (event) {
    if (event.target.tagName === "SCRIPT") tell("unloaded");
    else if (event.error instanceof SyntaxError) tell("unsupported");
    else if (isTrap(event.error)) stop();
  }, true);
  window.addEventListener("unhandledrejection", function (event) {
    if (isTrap(event.reason)) stop();
  });
})();
