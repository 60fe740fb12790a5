#pragma once
#include <mpi.h>
#include <stddef.h>
#include <string.h>

// Calls with arguments that are C macros, which Swift cannot import. All return MPI's error, 0 for none.

/// The program's messages all have this tag: their order is that of sending.
enum { cmpi_tag = 0 };

/// Begins, with ranks in the order of mpirun's but for the first, which is the last here.
static inline int cmpi_start(int *rank, int *size, MPI_Comm *ranks) {
    int provided, error = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    if (error == MPI_SUCCESS) error = MPI_Comm_rank(MPI_COMM_WORLD, rank);
    if (error == MPI_SUCCESS) error = MPI_Comm_size(MPI_COMM_WORLD, size);
    if (error != MPI_SUCCESS) return error;
    *rank = (*rank + *size - 1) % *size;
    error = MPI_Comm_split(MPI_COMM_WORLD, 0, *rank, ranks);
    return error == MPI_SUCCESS ? MPI_Comm_set_errhandler(*ranks, MPI_ERRORS_RETURN) : error;
}

/// Looks for a message of a rank: whether one is there, and its bytes.
static inline int cmpi_find(
    int rank, MPI_Comm ranks, int *found, int *bytes, MPI_Message *message) {
    MPI_Status status;
    int error = MPI_Improbe(rank, cmpi_tag, ranks, found, message, &status);
    return error == MPI_SUCCESS && *found ? MPI_Get_count(&status, MPI_BYTE, bytes) : error;
}

/// Receives a message that was found.
static inline int cmpi_receive(void *to, int bytes, MPI_Message *message) {
    return MPI_Mrecv(to, bytes, MPI_BYTE, message, MPI_STATUS_IGNORE);
}

/// Begins to send; the bytes have to stay until the request is done.
static inline int cmpi_send(
    const void *from, int bytes, int rank, MPI_Comm ranks, MPI_Request *request) {
    return MPI_Isend(from, bytes, MPI_BYTE, rank, cmpi_tag, ranks, request);
}

static inline int cmpi_test(MPI_Request *request, int *done) {
    return MPI_Test(request, done, MPI_STATUS_IGNORE);
}

/// Ends all ranks.
static inline void cmpi_abort(void) { MPI_Abort(MPI_COMM_WORLD, 1); }
