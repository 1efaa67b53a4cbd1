import { MyDay } from "../../features/insight/components/MyDay";

export function DayPage() {
  return <MyDay />;
}
