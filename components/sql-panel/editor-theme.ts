import type { editor } from "monaco-editor";

type Theme = editor.IStandaloneThemeData;

/** Monaco cannot read CSS variables: the console's colours once more, for the editor. */
export const lightTheme: Theme = {
  base: "vs",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "0d5c6b", fontStyle: "bold" },
    { token: "operator", foreground: "4d5453" },
    { token: "string", foreground: "256239" },
    { token: "number", foreground: "7d5200" },
    { token: "comment", foreground: "666b69", fontStyle: "italic" },
    { token: "predefined", foreground: "0d5c6b" },
  ],
  colors: {
    "editor.background": "#ffffff",
    "editor.foreground": "#1b2020",
    "editorLineNumber.foreground": "#8b8980",
    "editorLineNumber.activeForeground": "#1b2020",
    "editor.lineHighlightBackground": "#f8f7f4",
    "editor.lineHighlightBorder": "#00000000",
    "editorCursor.foreground": "#0d5c6b",
  },
};

export const darkTheme: Theme = {
  base: "vs-dark",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "7bd0dc", fontStyle: "bold" },
    { token: "operator", foreground: "b4bcb8" },
    { token: "string", foreground: "82c996" },
    { token: "number", foreground: "e6b656" },
    { token: "comment", foreground: "929c98", fontStyle: "italic" },
    { token: "predefined", foreground: "7bd0dc" },
  ],
  colors: {
    "editor.background": "#171c1b",
    "editor.foreground": "#e8ebe8",
    "editorLineNumber.foreground": "#6f7a77",
    "editorLineNumber.activeForeground": "#e8ebe8",
    "editor.lineHighlightBackground": "#1e2423",
    "editor.lineHighlightBorder": "#00000000",
    "editorCursor.foreground": "#63c3d1",
  },
};
