"use strict";
/* A link into a folded article opens it; on a phone all begin folded; on paper everything is open. */
(function () {
  function open(element) {
    for (; element; element = element.parentElement) if (element.tagName === "DETAILS") element.open = true;
  }
  function follow() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    open(target.parentElement);
    target.scrollIntoView();
  }
  var folded = [];
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open], .behind)"));
    folded.forEach(function (details) { details.open = true; });
  });
  addEventListener("afterprint", function () {
    folded.forEach(function (details) { details.open = false; });
  });
  if (matchMedia("(max-width: 720px)").matches) {
    document.querySelectorAll("details.article[open]").forEach(function (details) { details.open = false; });
  }
  if (location.hash) follow();
})();
