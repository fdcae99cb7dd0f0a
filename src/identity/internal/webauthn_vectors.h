// Vectors of another implementation: the virtual authenticator of Chromium 156 (CTAP 2.1, resident
// key, user verified) on a page of https://localhost:34503, one credential for each algorithm.
// base64url, as browsers hand it out.
#pragma once

#include <string_view>

#include "identity/webauthn.h"

namespace gatehouse::identity::webauthn {

struct Vector {
  Algorithm algorithm;
  std::string_view attestation;
  std::string_view created;  // client data
  std::string_view credential;
  std::string_view signed_in;  // client data
  std::string_view authenticator_data;
  std::string_view signature;
};

inline constexpr Vector kVectors[] = {
    {Algorithm::es256,
     "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NF"
     "AAAAAQECAwQFBgcIAQIDBAUGBwgAIIKxXUg1NqIpHP9JHA2Xpve-Z4if6e9kL37NLdwn-BHfpQECAyYgASFY"
     "IIlGxk-9lnhIMGt4fyVz8jFiJJ2SLG-VXdoX3e3asYa0IlggzcvWtk39GBs2DUt2H5o0MWBoOYUMl57fMfy_"
     "PVIR9LU",
     "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCd2NI"
     "QndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NP"
     "cmlnaW4iOmZhbHNlfQ",
     "grFdSDU2oikc_0kcDZem975niJ_p72Qvfs0t3Cf4Ed8",
     "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQ1FrSkNRa0pDUWtKQ1FrSkNRa0pDUWtKQ1Fr"
     "SkNRa0pDUWtKQ1FrSkNRayIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NPcmln"
     "aW4iOmZhbHNlfQ",
     "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
     "MEUCIQDTzhQZPHwAF9gmyRi0o4c_iRYuB9_yGpGEXRDCdX6T1wIge9RN5nNKV1r5fS3_0D_MZv_SukRDpcVc"
     "_nz5qiPhYNo"},
    {Algorithm::eddsa,
     "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViBSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NF"
     "AAAAAQECAwQFBgcIAQIDBAUGBwgAICDd7R4bSOiHNHzl5EIB4bYidU9ZinCdo4Pm5kju-huTpAEBAycgBiFY"
     "IBh9iF22Un6R0gGqoM-8wL3GvNU9oe1YGnjQbBCthE_P",
     "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCd2NI"
     "QndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NP"
     "cmlnaW4iOmZhbHNlfQ",
     "IN3tHhtI6Ic0fOXkQgHhtiJ1T1mKcJ2jg-bmSO76G5M",
     "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQ1FrSkNRa0pDUWtKQ1FrSkNRa0pDUWtKQ1Fr"
     "SkNRa0pDUWtKQ1FrSkNRayIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NPcmln"
     "aW4iOmZhbHNlLCJvdGhlcl9rZXlzX2Nhbl9iZV9hZGRlZF9oZXJlIjoiZG8gbm90IGNvbXBhcmUgY2xpZW50"
     "RGF0YUpTT04gYWdhaW5zdCBhIHRlbXBsYXRlLiBTZWUgaHR0cHM6Ly9nb28uZ2wveWFiUGV4In0",
     "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
     "vx0VgjR86rinZsg4LRN2QaBoiwl80TQHneX7yd0-QKaN9gPaVkS6gARk-CGIaX5wsCMmJb4dfk8Ys9SwELfI"
     "CA"},
    {Algorithm::rs256,
     "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVkBZ0mWDeWIDoxodDQXD2R2YFuP5K65ooYyx5lc87qDHZdj"
     "RQAAAAEBAgMEBQYHCAECAwQFBgcIACDZb6MIcnDT0npKXOSBXUMNv1EC9A_pfsMhpz_XzUQi9qQBAwM5AQAg"
     "WQEA1U53SV6TwMSP7jmhSaBKS8gYBHLkJM_tqYFd5ckdqjdlYdNzhzQxQiS1bAXVs9wFcE1Uw9Jf75CSt9Aq"
     "6j1OELKDeQ3J5-WZsum19U24yEOtCUtTyNhfG4tgOcl9qWJPVwjw_aZWOtbxDDe1uCmXPaUTgo3P6MzH02vT"
     "lLADB8MLChv4YH9pwRuWEnjEdnc_DKQxn6CI0kOYX1n0njnKluOdrSHAP8m26mrMw6AJv0-oPF-7mcUuBd7d"
     "3qSUwndxUnJCjWKnImUJYk9TjvHY2ecUJrJPITNa2wg-MXa-foXC-m-dNK7CriXTixaqg1AYaZab7q8TK7yU"
     "gP1v48PD9yFDAQAB",
     "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCd2NI"
     "QndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NP"
     "cmlnaW4iOmZhbHNlfQ",
     "2W-jCHJw09J6SlzkgV1DDb9RAvQP6X7DIac_181EIvY",
     "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQ1FrSkNRa0pDUWtKQ1FrSkNRa0pDUWtKQ1Fr"
     "SkNRa0pDUWtKQ1FrSkNRayIsIm9yaWdpbiI6Imh0dHBzOi8vbG9jYWxob3N0OjM0NTAzIiwiY3Jvc3NPcmln"
     "aW4iOmZhbHNlLCJvdGhlcl9rZXlzX2Nhbl9iZV9hZGRlZF9oZXJlIjoiZG8gbm90IGNvbXBhcmUgY2xpZW50"
     "RGF0YUpTT04gYWdhaW5zdCBhIHRlbXBsYXRlLiBTZWUgaHR0cHM6Ly9nb28uZ2wveWFiUGV4In0",
     "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
     "zWp7vn07Mfhc3VW-OCfsZNZXnxxCv1H1iJARRHNS7UwhP_SpLYVWEAr7JyEwKjP3_HZI_BeJoPQ1tvNsaSQT"
     "OTg3f6CG6wsVvUd1Rwkbw9PeAY_U2sUiJddEwfTBf-zvAqVlHINf0TM3gQDL4UruiA2c5xoOpjqyJrxzUuLg"
     "GonHfEfq56jDHhDo2433E0YZkC3WBo_a3p6bcCHbeacgPy53MW75I8rX621EqXjwTYAYSHGnkrEWNDMRdhOb"
     "0EhSENabUTcasPORwUZupOYquY7MiLXCnmrEf2767vDNrmfraxJD_jb9UwlkLwbAlhqMgkYhhO4pxDEGGDya"
     "V9VK5A"},
};

}  // namespace gatehouse::identity::webauthn
