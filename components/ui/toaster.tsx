"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { dismissToast, type Toast, toastStore } from "./toast.ts";

const none: readonly Toast[] = [];

/** The one live region in which toasts appear. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.snapshot, () => none);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-[calc(var(--bottombar)+1rem)] z-60 grid w-[calc(100vw-2rem)] max-w-sm gap-2"
    >
      {toasts.map((shown) => (
        <ToastCard key={shown.id} toast={shown} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const Icon = toast.tone === "good" ? CircleCheck : CircleAlert;
  return (
    <div className="pointer-events-auto flex animate-enter items-start gap-3 rounded-lg border bg-raised py-3 pr-2 pl-3.5 shadow-float">
      <Icon
        aria-hidden="true"
        className={toast.tone === "good" ? "mt-0.5 size-4 text-good" : "mt-0.5 size-4 text-danger"}
      />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{toast.title}</p>
        {toast.description ? <p className="text-[0.8125rem] text-soft">{toast.description}</p> : null}
      </div>
      {toast.action ? (
        <Button
          size="sm"
          className="-my-1"
          onClick={() => {
            dismissToast(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </Button>
      ) : null}
      <Button
        variant="ghost"
        size="icon"
        className="-my-1"
        aria-label="Dismiss"
        onClick={() => dismissToast(toast.id)}
      >
        <X />
      </Button>
    </div>
  );
}
