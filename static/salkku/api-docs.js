// Draws what the API offers out of its OpenAPI document (Swagger UI, static/vendor/swagger-ui/).

const target = document.getElementById("api-docs");

// Its own layout has a title and a <main>, as the page around it has.
const layout = (system) => ({
  components: {
    PartOfPage: ({ getComponent }) => {
      const { createElement } = system.React;
      const part = (name) => createElement(getComponent(name, true));
      return createElement(
        "div",
        { className: "swagger-ui" },
        createElement("div", { className: "scheme-container" }, part("AuthorizeBtnContainer")),
        createElement("div", { className: "wrapper" }, part("operations")),
      );
    },
  },
});

window.SwaggerUIBundle({
  domNode: target,
  url: target.dataset.document,
  plugins: [layout],
  layout: "PartOfPage",
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  syntaxHighlight: false,
  // What is asked here carries the token alone, as what a program asks.
  requestInterceptor: (request) => ({ ...request, credentials: "omit" }),
  validatorUrl: null,
});

// Its lists of examples have no name.
new MutationObserver(() => {
  for (const list of target.querySelectorAll("select:not([aria-label])")) {
    list.setAttribute("aria-label", list.closest("tr")?.dataset.paramName ?? "Example");
  }
}).observe(target, { childList: true, subtree: true });
