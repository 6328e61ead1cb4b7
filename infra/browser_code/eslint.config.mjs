// Rules beside what TypeScript finds (names that nobody declared, what an element has): size, and what misleads a reader.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const ASSETS = "docs/assets";
const modules = readdirSync(ASSETS, { recursive: true }).filter((path) => path.endsWith(".js"));
const DECLARATION = /^(?:export )?(?:(?:async )?function\*? |const |let |class )(?:([\w$]+)|([[{][^=]*[\]}]) =)/gm;
const declared = new Set(modules.flatMap((path) =>
  [...readFileSync(join(ASSETS, path), "utf-8").matchAll(DECLARATION)].flatMap(([, one, several]) => (one || several).match(/[\w$]+/g))));

// The build puts the modules of a page into one scope (docs/_hook/scripts.py): there a name of the browser that one module
// uses would be what another one declares.
const oneScope = {
  create: (context) => ({
    "Program:exit"(program) {
      for (const { identifier } of context.sourceCode.getScope(program).through) {
        if (!declared.has(identifier.name)) continue;
        context.report({ node: identifier, message: `«${identifier.name}» is declared by another module, and not imported.` });
      }
    },
  }),
};

export default [
  {
    files: [`${ASSETS}/**/*.js`],
    ignores: [`${ASSETS}/early.js`],
    languageOptions: { ecmaVersion: 2021, sourceType: "module" },
    plugins: { baiqau: { rules: { "one-scope": oneScope } } },
    rules: { "baiqau/one-scope": "error" },
  },
  {
    files: [`${ASSETS}/early.js`],
    languageOptions: { ecmaVersion: 2020, sourceType: "script" },
  },
  {
    files: [`${ASSETS}/**/*.js`],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 10],
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-len": ["error", { code: 140 }],
      "max-lines": ["error", 200],
      "max-lines-per-function": ["error", 30],
      "no-constant-condition": "error",
      "no-duplicate-imports": "error",
      "no-empty": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-loss-of-precision": "error",
      "no-param-reassign": "error",
      "no-self-compare": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { args: "after-used", ignoreRestSiblings: true }],
      "no-useless-return": "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
];
