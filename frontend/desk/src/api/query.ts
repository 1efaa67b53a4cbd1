/** The cache of what the server said. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "@onqueue/api/problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal will not change by asking again; silence may.
      retry: (count, error) => !(error instanceof Problem && error.status < 500) && count < 2,
      refetchOnWindowFocus: false,
    },
  },
});
