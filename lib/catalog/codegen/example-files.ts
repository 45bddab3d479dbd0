/** A file that shows what a query gives, and where the framework looks for it and for the client. */
interface Example {
  readonly client: string;
  readonly file: string;
  readonly text: string;
}

/** @param query the lines that make `data` and `error`. @returns a file that runs as it stands. */
export function exampleOf(framework: string, query: string): Example {
  switch (framework) {
    case "Next.js":
      return { client: "lib/client.ts", file: "app/page.tsx", text: nextPage(query) };
    case "React":
      return {
        client: "src/lib/client.ts",
        file: "src/App.tsx",
        text: reactComponent(query, "pre", "./lib/client"),
      };
    case "Expo":
      return {
        client: "src/lib/client.ts",
        file: "src/app/index.tsx",
        text: `// Where there is no Expo Router: App.tsx, and "./src/lib/client".\n${reactComponent(query, "Text", "../lib/client")}`,
      };
    case "Vue":
      return { client: "src/lib/client.ts", file: "src/App.vue", text: vueComponent(query) };
    case "SvelteKit":
      return { client: "src/lib/client.ts", file: "src/routes/+page.svelte", text: sveltePage(query) };
    default:
      // `.mts`: a module whatever the package says it is.
      return { client: "lib/client.mts", file: "app.mts", text: script(query) };
  }
}

function nextPage(query: string): string {
  return [
    'import { connection } from "next/server"',
    'import { Suspense } from "react"',
    'import { client } from "../lib/client"',
    "",
    "async function Rows() {",
    "  // Asked anew for each visitor, not once when the app is built.",
    "  await connection()",
    indented(query, 2),
    "  return <pre>{JSON.stringify(error ?? data, null, 2)}</pre>",
    "}",
    "",
    "export default function Page() {",
    "  return (",
    "    <Suspense>",
    "      <Rows />",
    "    </Suspense>",
    "  )",
    "}",
  ].join("\n");
}

function reactComponent(query: string, element: "pre" | "Text", client: string): string {
  return [
    'import { useEffect, useState } from "react"',
    ...(element === "Text" ? ['import { Text } from "react-native"'] : []),
    `import { client } from "${client}"`,
    "",
    "export default function App() {",
    "  const [answer, setAnswer] = useState<unknown>(null)",
    "  useEffect(() => {",
    "    async function load() {",
    indented(query, 6),
    "      setAnswer(error ?? data)",
    "    }",
    "    void load()",
    "  }, [])",
    `  return <${element}>{JSON.stringify(answer, null, 2)}</${element}>`,
    "}",
  ].join("\n");
}

function vueComponent(query: string): string {
  return [
    '<script setup lang="ts">',
    'import { onMounted, ref } from "vue"',
    'import { client } from "./lib/client"',
    "",
    "const answer = ref<unknown>(null)",
    "onMounted(async () => {",
    indented(query, 2),
    "  answer.value = error ?? data",
    "})",
    "</script>",
    "",
    "<template>",
    "  <pre>{{ answer }}</pre>",
    "</template>",
  ].join("\n");
}

function sveltePage(query: string): string {
  return [
    '<script lang="ts">',
    '  import { client } from "../lib/client"',
    "",
    "  async function load() {",
    indented(query, 4),
    "    return error ?? data",
    "  }",
    "</script>",
    "",
    "{#await load() then answer}",
    "  <pre>{JSON.stringify(answer, null, 2)}</pre>",
    "{/await}",
  ].join("\n");
}

function script(query: string): string {
  return ['import { client } from "./lib/client.mts"', "", query, "", "console.log(error ?? data)"].join(
    "\n",
  );
}

function indented(text: string, spaces: number): string {
  return text.replaceAll(/^/gm, " ".repeat(spaces));
}
