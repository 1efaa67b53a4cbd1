/** Which thing of the list is open, kept in the address so that it can be sent and gone back to. */
import { useNavigate, useSearch } from "@tanstack/react-router";

export function useOpen(): { open: string | null; setOpen: (id: string | null) => void } {
  const { open } = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    open: open ?? null,
    // What the list shows stays in the address beside it.
    setOpen: (id) =>
      void navigate({ to: ".", search: (old) => ({ ...old, open: id ?? undefined }) }),
  };
}
