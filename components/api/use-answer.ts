"use client";

import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** What is known of a question to the server. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  /** Nothing is known yet. */
  readonly isPending: boolean;
  readonly isFetching: boolean;
  /** What is shown belongs to the question before. */
  readonly isPlaceholderData: boolean;
  readonly refetch: () => unknown;
}

/**
 * As `useQuery`, but pending for as long as the server's HTML is being taken over: parts of a page are taken over one
 * after the other, and one that came late would else begin with an answer that the server did not have.
 */
export function useAnswer<Fetched, Data = Fetched>(
  options: UseQueryOptions<Fetched, Error, Data>,
): Answer<Data> {
  const { data, error, isPending, isFetching, isPlaceholderData, refetch } = useQuery(options);
  const isTakenOver = useSyncExternalStore(noChanges, onClient, onServer);
  if (isTakenOver) return { data, error, isPending, isFetching, isPlaceholderData, refetch };
  return {
    data: undefined,
    error: null,
    isPending: true,
    isFetching: true,
    isPlaceholderData: false,
    refetch,
  };
}

const noChanges = () => () => undefined;
const onClient = () => true;
const onServer = () => false;
