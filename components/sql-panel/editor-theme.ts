import type { editor } from "monaco-editor";

type Theme = editor.IStandaloneThemeData;

/** Monaco cannot read CSS variables: the console's colours once more, for the editor. */
export const lightTheme: Theme = {
  base: "vs",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "0d5c6b", fontStyle: "bold" },
    { token: "operator.sql", foreground: "0d5c6b" },
    { token: "string.sql", foreground: "256239" },
    { token: "number", foreground: "7d5200" },
    { token: "comment", foreground: "666b69", fontStyle: "italic" },
    { token: "predefined.sql", foreground: "0d5c6b" },
    { token: "type", foreground: "4d5453", fontStyle: "italic" },
    { token: "variable", foreground: "a83224" },
  ],
  colors: {
    "editor.background": "#ffffff",
    "editor.foreground": "#1b2020",
    "editorLineNumber.foreground": "#8b8980",
    "editorLineNumber.activeForeground": "#1b2020",
    "editor.lineHighlightBackground": "#f8f7f4",
    "editor.lineHighlightBorder": "#00000000",
    "editorCursor.foreground": "#0d5c6b",
    "editorBracketHighlight.foreground1": "#4d5453",
    "editorBracketHighlight.foreground2": "#4d5453",
    "editorBracketHighlight.foreground3": "#4d5453",
    "editorSuggestWidget.background": "#ffffff",
    "editorSuggestWidget.border": "#e4e2db",
    "editorSuggestWidget.selectedBackground": "#e3eff0",
    "editorSuggestWidget.selectedForeground": "#1b2020",
    "editorSuggestWidget.highlightForeground": "#0d5c6b",
    "editorSuggestWidget.focusHighlightForeground": "#0d5c6b",
    focusBorder: "#0d5c6b",
  },
};

export const darkTheme: Theme = {
  base: "vs-dark",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "7bd0dc", fontStyle: "bold" },
    { token: "operator.sql", foreground: "7bd0dc" },
    { token: "string.sql", foreground: "82c996" },
    { token: "number", foreground: "e6b656" },
    { token: "comment", foreground: "929c98", fontStyle: "italic" },
    { token: "predefined.sql", foreground: "7bd0dc" },
    { token: "type", foreground: "b4bcb8", fontStyle: "italic" },
    { token: "variable", foreground: "f3917f" },
  ],
  colors: {
    "editor.background": "#171c1b",
    "editor.foreground": "#e8ebe8",
    "editorLineNumber.foreground": "#6f7a77",
    "editorLineNumber.activeForeground": "#e8ebe8",
    "editor.lineHighlightBackground": "#1e2423",
    "editor.lineHighlightBorder": "#00000000",
    "editorCursor.foreground": "#63c3d1",
    "editorBracketHighlight.foreground1": "#b4bcb8",
    "editorBracketHighlight.foreground2": "#b4bcb8",
    "editorBracketHighlight.foreground3": "#b4bcb8",
    "editorSuggestWidget.background": "#1e2423",
    "editorSuggestWidget.border": "#2a3130",
    "editorSuggestWidget.selectedBackground": "#15333a",
    "editorSuggestWidget.selectedForeground": "#e8ebe8",
    "editorSuggestWidget.highlightForeground": "#7bd0dc",
    "editorSuggestWidget.focusHighlightForeground": "#7bd0dc",
    focusBorder: "#7bd0dc",
  },
};
