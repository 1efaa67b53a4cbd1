import "i18next";
import type { en } from "./en";
import type { enOffice } from "./enOffice";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof enOffice };
    returnNull: false;
  }
}
