#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

// Constants that are C macros with side effects, which Swift cannot import.

static inline hid_t hdf5_fileAccess(void) { return H5P_FILE_ACCESS; }
static inline hid_t hdf5_fileCreation(void) { return H5P_FILE_CREATE; }
static inline hid_t hdf5_groupCreation(void) { return H5P_GROUP_CREATE; }
static inline hid_t hdf5_datasetCreation(void) { return H5P_DATASET_CREATE; }

static inline hid_t hdf5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t hdf5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t hdf5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t hdf5_nativeFloat(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t hdf5_nativeDouble(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t hdf5_nativeInt64(void) { return H5T_NATIVE_INT64; }
static inline hid_t hdf5_cString(void) { return H5T_C_S1; }
static inline size_t hdf5_variable(void) { return H5T_VARIABLE; }

static inline unsigned hdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned hdf5_readOnly(void) { return H5F_ACC_RDONLY; }

// Visiting links, whose functions and structures have other names since 1.12.

#if H5_VERSION_GE(1, 12, 0)
typedef H5L_info1_t hdf5_linkInfo;
#define HDF5_ITERATE H5Literate1
#else
typedef H5L_info_t hdf5_linkInfo;
#define HDF5_ITERATE H5Literate
#endif

/// Called with a link's name, whether it is a hard one, and the address of what it names.
typedef herr_t (*hdf5_linkVisitor)(const char *name, int isHard, haddr_t address, void *context);

typedef struct {
    hdf5_linkVisitor visitor;
    void *context;
} hdf5_linkVisit;

static inline herr_t hdf5_visitLink(
    hid_t group, const char *name, const hdf5_linkInfo *info, void *data) {
    hdf5_linkVisit *visit = data;
    int isHard = info->type == H5L_TYPE_HARD;
    return visit->visitor(name, isHard, isHard ? info->u.address : HADDR_UNDEF, visit->context);
}

/// Visits the links of a group in the order of an index, without following them.
static inline herr_t hdf5_visitLinks(
    hid_t group, H5_index_t index, hdf5_linkVisitor visitor, void *context) {
    hdf5_linkVisit visit = {visitor, context};
    return HDF5_ITERATE(group, index, H5_ITER_INC, NULL, hdf5_visitLink, &visit);
}
