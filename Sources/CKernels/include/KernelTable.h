#pragma once
#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The pointwise kernels of one instruction set: float32, row-major, contiguous unless a stride is
/// named. Three compilations of the same Swift source fill one table each; the structure is
/// declared in C because it is the one type all of them can share.
///
/// Sums of floats are taken in an order that depends on the size only, and every product-sum is a
/// fused multiply-add, so all tables give the same bits. NaN in gives NaN out.
typedef struct {
    /// LSTM gates of one time step. `gates` (rows, 4·units) holds the products h·W_hh in the order
    /// i, f, g, o on entry and the activations on return; row r also gets row `symbols[r]` of
    /// `inputWeights` (any, 4·units), none for −1 or without symbols, and `bias` (4·units). A state
    /// row is [h, c], `stateStride` floats from the next row's: `previous` is read, `next` is written.
    /// c' = f·c + i·g, h' = o·tanh(c').
    void (*lstmForward)(
        long rows, long units, float *gates, const float *inputWeights,
        const int32_t *_Nullable symbols, const float *bias, const float *previous, float *next,
        long stateStride);

    /// The backward of `lstmForward`. `gates` are the activations, `previous` and `next` the states
    /// around the step; `stateGradient` (rows, 2·units, contiguous) holds [∂h', ∂c'] on entry; on
    /// return its c half is ∂c (its h half is untouched: ∂h = gateGradients·W_hhᵀ is the caller's).
    /// `gateGradients` (rows, 4·units) receives the gradients of the pre-activations.
    void (*lstmBackward)(
        long rows, long units, const float *gates, const float *previous, const float *next,
        long stateStride, float *stateGradient, float *gateGradients);

    /// One time step of an Elman network. `states` (rows, units) holds the products h·W_hh on entry
    /// and h' on return: h' = tanh(h·W_hh + inputWeights[symbols[r]] + bias), no row for −1.
    void (*elmanForward)(
        long rows, long units, float *states, const float *inputWeights, const int32_t *symbols,
        const float *bias);

    /// The backward of `elmanForward`: gateGradients = stateGradients·(1 − h'²).
    void (*tanhBackward)(
        long count, const float *states, const float *stateGradients, float *gateGradients);

    /// GRU gates of one time step, order r, z, n. `products` (rows, 3·units) holds h·W_hh; an input
    /// row x is row `symbols[r]` of `inputWeights` (any, 3·units), none for −1, and `bias`
    /// (3·units), and what `gates` (rows, 3·units) holds on entry when `adding`. States are
    /// (rows, units). a = h·W_hn + recurrentBias goes to `candidates` (rows, units), the activations
    /// to `gates`: r, z = σ(x + h·W_hh), n = tanh(x_n + r·a); h' = n + z·(h − n).
    void (*gruForward)(
        long rows, long units, float *gates, bool adding, const float *products,
        const float *inputWeights, const int32_t *symbols, const float *bias,
        const float *recurrentBias, float *candidates, const float *previous, float *next);

    /// The backward of `gruForward`. `stateGradient` (rows, units) holds ∂h' on entry and on return
    /// z·∂h', which lacks recurrentGradients·W_hhᵀ of ∂h. `gateGradients` (rows, 3·units) receives
    /// the gradients of x, `recurrentGradients` those of h·W_hh, which differ in n alone.
    void (*gruBackward)(
        long rows, long units, const float *gates, const float *candidates, const float *previous,
        float *stateGradient, float *gateGradients, float *recurrentGradients);

    /// Layer normalization of rows: n = (a − mean)·d with d = 1/√(variance + 1e-5), mean and variance
    /// over the row. `values` (rows, columns) holds a on entry and n on return; d goes to
    /// `inverseDeviations` (rows). outputs = gains·n, or += when `adding`.
    void (*normalizeForward)(
        long rows, long columns, float *values, float *inverseDeviations, const float *gains,
        float *outputs, bool adding);

    /// The backward of `normalizeForward`, with g = gains·outputGradients:
    /// gradients = ∂a = d·(g − mean g − n·mean(g·n)). May alias `outputGradients`.
    void (*normalizeBackward)(
        long rows, long columns, const float *normalized, const float *inverseDeviations,
        const float *gains, const float *outputGradients, float *gradients);

    /// Softmax cross-entropy over `classes`. A target of −1 is not scored: its gradient row is zero.
    /// `gradients` (rows, classes) = (softmax(logits) − onehot(target))·scale; may alias `logits`.
    /// Returns Σ −log softmax(logits)[target] over scored rows, in nats, summed in double.
    double (*softmaxCrossEntropy)(
        long rows, long classes, const float *logits, const int32_t *targets, float scale,
        float *gradients);

    /// Adam (Kingma and Ba 2015), with g = gradientScale·gradients, α₁ = 1−β₁ and α₂ = 1−β₂:
    /// m += α₁(g − m), v += α₂(g² − v), p −= stepSize·m / (√v·inverseRootCorrection + ε).
    /// The complements are passed because 1 − β₂ has lost five digits once β₂ is a float. The
    /// caller folds the bias corrections into stepSize = η/(1−β₁ᵗ) and
    /// inverseRootCorrection = 1/√(1−β₂ᵗ). A moment below 2⁻¹⁰⁰ becomes 0. Zeroes `gradients`, so
    /// that the next window can add to them, and returns Σ gradients² (not scaled), summed in
    /// double: both while they are at hand.
    double (*adam)(
        long count, float *parameters, float *gradients, float *firstMoment,
        float *secondMoment, float gradientScale, float stepSize, float complement1,
        float complement2, float inverseRootCorrection, float epsilon);

    /// Gradient descent with momentum: v = μv + gradientScale·g, p −= η·v. Zeroes `gradients` and
    /// returns Σ gradients², as `adam` does.
    double (*momentum)(
        long count, float *parameters, float *gradients, float *velocity, float gradientScale,
        float learningRate, float momentum);

    /// Does nothing but `rounds` times some fused multiply-adds in registers: what the core can do at
    /// most. `sum` receives a number that depends on all of them; returns how many operations they
    /// were.
    long (*multiplyAddPeak)(long rounds, float *sum);

    /// c (rows, columns) = a (rows, inner)·b (inner, columns), or += when `accumulating`; the shapes
    /// are those after transposition, the strides those of the rows as they lie in memory. No alias
    /// of c with a factor. Uses `kernels_scratch`.
    void (*matrixProduct)(
        long rows, long columns, long inner, const float *a, long aStride, bool aTransposed,
        const float *b, long bStride, bool bTransposed, float *c, long stride, bool accumulating);

    /// target (columns, rows) = source (rows, columns) transposed; strides as they lie in memory.
    void (*transpose)(
        long rows, long columns, const float *source, long stride, float *target,
        long targetStride);

    /// Adds `bias` (columns) to every row of `matrix` (rows, columns).
    void (*addBias)(long rows, long columns, float *matrix, const float *bias);

    /// Adds the sum over the rows of `matrix` (rows, columns) to `sums` (columns).
    void (*addColumnSums)(long rows, long columns, const float *matrix, float *sums);

    /// sums += Σ_r a[r]·b[r] of the rows of a and b (rows, columns).
    void (*addProductSums)(
        long rows, long columns, const float *a, const float *b, float *sums);

    /// values = max(values, 0), in place.
    void (*rectify)(long count, float *values);

    /// gradients = 0 where `activations` (the rectified values) are 0, in place.
    void (*rectifyBackward)(long count, const float *activations, float *gradients);

    /// values = factor·values, in place.
    void (*scale)(long count, float factor, float *values);

    /// y += factor·x.
    void (*addScaled)(long count, float factor, const float *x, float *y);

    /// differences = factor·(a − b); returns Σ (a − b)², summed in double. May alias a or b.
    double (*difference)(
        long count, float factor, const float *a, const float *b, float *differences);

    /// Returns Σ values², summed in double.
    double (*sumOfSquares)(long count, const float *values);

    /// table[indices[r]] += rows[r] for r in 0..<count, in order; an index of −1 adds nothing.
    void (*scatterAddRows)(
        long count, long columns, const float *rows, const int32_t *indices, float *table);

    /// rows[r] = table[indices[r]], or += when `adding`; the row of index −1 is zero.
    void (*gatherRows)(
        long count, long columns, const float *table, const int32_t *indices, float *rows,
        bool adding);

    /// Batch normalization of columns: n = (a − mean)/√(variance + 1e-5), y = gains·n + shifts, mean
    /// and (biased) variance of every column over the rows. `values` (rows, columns) holds a on
    /// entry and y on return, `normalized` receives n, `means` and `variances` (columns) theirs.
    void (*batchNormForward)(
        long rows, long columns, float *values, float *normalized, float *means,
        float *variances, const float *gains, const float *shifts);

    /// The backward of `batchNormForward`. `gradients` (rows, columns) holds ∂y on entry and ∂a on
    /// return; Σ n·∂y and Σ ∂y are added to `gainGradients` and `shiftGradients` unless null.
    void (*batchNormBackward)(
        long rows, long columns, const float *normalized, const float *variances,
        const float *gains, float *_Nullable gainGradients, float *_Nullable shiftGradients,
        float *gradients);

    /// The same normalization with means and variances as given, in place.
    void (*batchNormInference)(
        long rows, long columns, float *values, const float *means, const float *variances,
        const float *gains, const float *shifts);

    /// values = tanh(values), in place. `tanhBackward` is its backward.
    void (*tanhForward)(long count, float *values);
} KernelTable;

/// Steps of k after which `matrixProduct` adds a tile to C: a panel of B of this depth stays in the
/// first cache.
#define PRODUCT_DEPTH 256
/// Columns of the widest panel.
#define PRODUCT_PANEL 32
/// Rows of a transposed A that are packed at a time, a multiple of every tile's height.
#define PRODUCT_ROWS 264

/// Memory that belongs to the calling thread until its next call of a kernel that uses it: room for
/// a panel of B (depth, panel), then for a packed A (depth, rows) and one vector.
float *kernels_scratch(void);

/// More of it, for a tile (12, panel).
float *kernels_tile(void);

#pragma clang assume_nonnull end
