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
