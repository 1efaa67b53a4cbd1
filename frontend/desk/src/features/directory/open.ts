/** Which thing of a list is open beside it; "new" is one that is being made. */
export interface OpenProps {
  open: string | null;
  setOpen: (id: string | null) => void;
}
