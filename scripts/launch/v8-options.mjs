/** How V8 runs the server. */
export const v8Options = [
  // Else V8 learns to put a walk's nodes among the old objects, where they hold whole parse trees until the next full collection.
  "--no-allocation-site-pretenuring",
];
