import { useTranslation } from "react-i18next";

/** The first part of a control's id, for example "EDGE" of "EDGE-01". */
export function familyOf(id: string): string {
  return id.split("-")[0] ?? id;
}

export function useFamilyName(): (family: string) => string {
  const { t } = useTranslation();
  const names: Record<string, string> = {
    EDGE: t("family.EDGE"),
    IDN: t("family.IDN"),
    ACC: t("family.ACC"),
    VLT: t("family.VLT"),
    AUD: t("family.AUD"),
    FIL: t("family.FIL"),
    EGR: t("family.EGR"),
    CNV: t("family.CNV"),
    KNW: t("family.KNW"),
    CHN: t("family.CHN"),
    HLP: t("family.HLP"),
    VOI: t("family.VOI"),
    CNT: t("family.CNT"),
    LIF: t("family.LIF"),
    ASR: t("family.ASR"),
    VUL: t("family.VUL"),
    OPS: t("family.OPS"),
    PHY: t("family.PHY"),
    PPL: t("family.PPL"),
    INC: t("family.INC"),
  };
  return (family) => names[family] ?? family;
}
