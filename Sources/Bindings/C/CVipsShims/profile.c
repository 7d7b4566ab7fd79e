#include "CVipsShims.h"

#include <glib.h>
#include <lcms2.h>

// The classes of profiles that may be embedded in a picture (ICC.1:2022, annex B): of input devices, displays and output
// devices, and of colour spaces.
static bool suits_pictures(cmsProfileClassSignature class) {
    return class == cmsSigInputClass || class == cmsSigDisplayClass || class == cmsSigOutputClass ||
           class == cmsSigColorSpaceClass;
}

// Whether a transform to sRGB can be made. Not the one for the pixels: its optimised tables take long to compute.
static bool transforms(cmsContext context, cmsHPROFILE profile, cvips_intent intent) {
    cmsColorSpaceSignature space = cmsGetColorSpace(profile);
    cmsUInt32Number format = space == cmsSigGrayData   ? TYPE_GRAY_8
                             : space == cmsSigRgbData  ? TYPE_RGB_8
                             : space == cmsSigCmykData ? TYPE_CMYK_8
                                                       : 0;
    if (format == 0) return false;
    cmsHPROFILE srgb = cmsCreate_sRGBProfileTHR(context);
    if (!srgb) return false;
    cmsHTRANSFORM transform = cmsCreateTransformTHR(
        context, profile, format, srgb, TYPE_RGB_8, (cmsUInt32Number)intent,
        cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE | cmsFLAGS_BLACKPOINTCOMPENSATION);
    if (transform) cmsDeleteTransform(transform);
    cmsCloseProfile(srgb);
    return transform != NULL;
}

// libvips silently replaces a profile that lacks the requested intent by its own of sRGB or print. So only an intent is
// requested that Little CMS, which libvips uses too, finds in the profile.
static cvips_intent best_intent(cmsContext context, cmsHPROFILE profile) {
    static const cvips_intent wanted[] = {CVIPS_RELATIVE, CVIPS_PERCEPTUAL, CVIPS_SATURATION};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        if (cmsIsIntentSupported(profile, (cmsUInt32Number)wanted[i], LCMS_USED_AS_INPUT) &&
            transforms(context, profile, wanted[i]))
            return wanted[i];
    return CVIPS_NO_INTENT;
}

static char *description(cmsHPROFILE profile) {
    wchar_t wide[100] = {0};
    gunichar2 units[G_N_ELEMENTS(wide)];
    glong count = 0;
    if (cmsGetProfileInfo(profile, cmsInfoDescription, "en", "US", wide, sizeof wide) == 0) return NULL;
    // Each holds one UTF-16 code unit, as profiles do.
    while (count < (glong)G_N_ELEMENTS(wide) && wide[count] != 0) {
        units[count] = (gunichar2)wide[count];
        count++;
    }
    // NULL for invalid UTF-16, such as half a surrogate pair at the end of a cut name.
    return count > 0 ? g_utf16_to_utf8(units, count, NULL, NULL, NULL) : NULL;
}

bool cvips_read_profile(const void *bytes, size_t count, cvips_profile_facts *out) {
    // A separate context: libvips writes errors of the default one about a broken profile into the error buffer.
    cmsContext context = cmsCreateContext(NULL, NULL);
    if (!context) return false;
    cmsHPROFILE profile =
        count > 0 ? cmsOpenProfileFromMemTHR(context, bytes, (cmsUInt32Number)count) : NULL;
    if (profile) {
        out->space = cmsGetColorSpace(profile);
        out->suits_pictures = suits_pictures(cmsGetDeviceClass(profile));
        out->intent = best_intent(context, profile);
        out->description = description(profile);
        cmsCloseProfile(profile);
    }
    cmsDeleteContext(context);
    return profile != NULL;
}
