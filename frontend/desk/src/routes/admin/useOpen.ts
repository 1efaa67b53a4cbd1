/** Which thing of the list is open, kept in the address so that it can be sent and gone back to. */
import { useNavigate, useSearch } from "@tanstack/react-router";

export function useOpen(): { open: string | null; setOpen: (id: string | null) => void } {
  const { open } = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    open: open ?? null,
    setOpen: (id) => void navigate({ to: ".", search: id === null ? {} : { open: id } }),
  };
}
