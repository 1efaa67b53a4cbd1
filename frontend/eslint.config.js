import { readdirSync } from "node:fs";
import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";
import ts from "typescript-eslint";

const desk = "./desk/src";

function folders(path) {
  try {
    return readdirSync(new URL(path, import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** Imports go ui -> live, phone -> features -> routes -> app, and never between features. */
const zones = [
  ...[
    ["i18n", ["ui", "live", "phone", "features", "routes", "app"]],
    ["ui", ["live", "phone", "features", "routes", "app"]],
    ["api", ["ui", "live", "phone", "features", "routes", "app"]],
    ["live", ["features", "routes", "app"]],
    ["phone", ["features", "routes", "app"]],
    ["features", ["routes", "app"]],
    ["routes", ["app"]],
  ].map(([target, above]) => ({
    target: `${desk}/${target}`,
    from: above.map((layer) => `${desk}/${layer}`),
    message: "Imports go ui, api -> live, phone -> features -> routes -> app.",
  })),
  ...folders(`${desk}/features`).map((feature) => ({
    target: `${desk}/features/${feature}`,
    from: `${desk}/features`,
    except: [`./${feature}`],
    message: "Features do not import each other; a route puts them together.",
  })),
  { target: "./widget/src", from: ["./desk", "./api"], message: "The widget stands alone." },
  { target: "./desk/src", from: "./widget", message: "The desk knows nothing of the widget." },
];

export default defineConfig(
  globalIgnores(["**/node_modules/", "api/src/schema.d.ts", "e2e/report/", "e2e/results/"]),
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".jsx", ".json"] }),
      ],
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/max-params": ["error", { max: 6 }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-empty-function": ["error", { allow: ["methods"] }],
      // Rejected: a type alias reads better for a union's neighbours; records are maps here.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      // Rejected: environment variables and translations are read by key.
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      complexity: ["error", 15],
      eqeqeq: "error",
      "import-x/no-cycle": ["error", { maxDepth: 5, ignoreExternal: true }],
      "import-x/no-duplicates": "error",
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "max-lines": ["error", 500],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "No barrel files: import from the source." },
      ],
    },
  },
  {
    files: ["desk/src/**/*.{ts,tsx}", "widget/src/**/*.{ts,tsx}"],
    languageOptions: { globals: globals.browser },
    extends: [hooks.configs.flat["recommended-latest"], a11y.flatConfigs.strict],
  },
  {
    files: ["**/*.tsx"],
    ignores: ["**/*.test.tsx"],
    rules: { "max-lines": ["error", { max: 250, skipBlankLines: false, skipComments: false }] },
  },
  { files: ["**/*.js"], languageOptions: { globals: globals.node } },
);
