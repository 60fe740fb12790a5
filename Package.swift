// swift-tools-version: 6.2
import PackageDescription

/// Flags of a target that holds one compilation of the vector kernels. They are optimized in debug
/// builds too: otherwise they, and with them the tests, are two orders of magnitude slower. Unchecked,
/// since checks of addresses for overflow take time in products of few steps.
func vectorFlags(_ clangFlags: String...) -> [SwiftSetting] {
    [.unsafeFlags(["-Ounchecked"] + clangFlags.flatMap { ["-Xcc", $0] })]
}

#if arch(x86_64)
    let v3Flags = vectorFlags("-march=x86-64-v3")
    let v4Flags =
        vectorFlags("-march=x86-64-v4", "-mprefer-vector-width=512") + [.define("WIDE")]
#else
    let v3Flags = vectorFlags()
    let v4Flags = vectorFlags()
#endif

/// The numerical column is optimized in debug builds too: tests train networks.
let numerical: [SwiftSetting] = [.unsafeFlags(["-O"])]

/// What Presage re-exports. Whoever imports Presage depends on them by name as well, or the build
/// would not see that they changed.
let exported = ["Sweeps", "Vocabulary"]

/// Messages through Open MPI, where it is installed: `make` says so by the environment.
let hasMPI = Context.environment["PRESAGE_MPI"] == "1"
let mpi: [Target] = [
    .systemLibrary(
        name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev", "openmpi-bin"])]),
    .target(
        name: "MPIChannels", dependencies: ["Channels", "CMPI", "Processes"],
        swiftSettings: numerical),
    // What mpirun starts in the tests of the messages.
    .executableTarget(
        name: "MPIRanks", dependencies: ["Channels", "MPIChannels"], path: "Tests/MPIRanks"),
]
/// What Presage has of it.
let whereMPI: [Target.Dependency] = hasMPI ? ["MPIChannels"] : []

// Lists with types of their own: the compiler takes 17 seconds for one expression of them all.
let modules: [Target] = [
    // The numerical column: it knows no files and no processes.
    .target(name: "CKernels"),
    // One set of sources, three compilations: KernelsV3 and KernelsV4 are links to KernelsPlain.
    .target(
        name: "KernelsPlain", dependencies: ["CKernels"], swiftSettings: vectorFlags(),
        linkerSettings: [.linkedLibrary("m")]),
    .target(name: "KernelsV3", dependencies: ["CKernels"], swiftSettings: v3Flags),
    .target(name: "KernelsV4", dependencies: ["CKernels"], swiftSettings: v4Flags),
    .target(
        name: "Kernels",
        dependencies: ["CKernels", "KernelsPlain", "KernelsV3", "KernelsV4"]),
    .target(name: "Tensor", dependencies: ["Kernels"], swiftSettings: numerical),
    .target(name: "Layers", dependencies: ["Kernels", "Tensor"], swiftSettings: numerical),
    .target(name: "Optimizers", dependencies: ["Kernels", "Tensor"], swiftSettings: numerical),
    .target(name: "Tasks", dependencies: ["Tensor"], swiftSettings: numerical),
    .target(
        name: "Synthesizers", dependencies: ["Kernels", "Layers", "Tensor"],
        swiftSettings: numerical),
    .target(
        name: "Trainers",
        dependencies: ["Layers", "Optimizers", "Synthesizers", "Tasks", "Tensor"],
        swiftSettings: numerical),

    // Workers of one run: their messages, and what they compute.
    .target(name: "Channels", dependencies: ["Processes"], swiftSettings: numerical),
    .target(
        name: "Workers",
        dependencies: ["Channels", "Layers", "Processes", "Tensor", "Trainers"],
        swiftSettings: numerical),

    // The experiment column: it knows no tensors.
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(name: "Store", dependencies: ["CHDF5"]),
    .target(name: "Vocabulary"),
    // Programs that this one starts, and what the C library offers for it.
    .target(name: "CProcesses"),
    .target(name: "Processes", dependencies: ["CProcesses"]),
    .target(name: "Sweeps", dependencies: ["Vocabulary"]),
    .target(name: "Engine", dependencies: ["Processes", "Store", "Sweeps", "Vocabulary"]),
    .target(
        name: "Reports",
        dependencies: [
            "Processes", "Store", "Sweeps", "Vocabulary",
            .product(name: "Mustache", package: "swift-mustache"),
        ]),

    // Data on disk: texts and images as tasks.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Datasets", dependencies: ["CZlib", "Processes", "Tasks", "Tensor"]),

    // Where the columns meet.
    .target(
        name: "Presage",
        dependencies: [
            "Channels", "Datasets", "Engine", "Kernels", "Layers", "Optimizers", "Processes",
            "Reports", "Store", "Sweeps", "Synthesizers", "Tasks", "Tensor", "Trainers",
            "Vocabulary", "Workers",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ] + whereMPI, swiftSettings: hasMPI ? [.define("MPI")] : []),
    .executableTarget(
        name: "Experiments",
        dependencies: ["Presage"] + exported.map { .init(stringLiteral: $0) },
        path: "experiments"),
]

let tests: [Target] = [
    // What the tests share: fixtures and comparisons. Then one test target a module, which depends on
    // all that it imports: what is not named here it would not be compiled anew for.
    .target(
        name: "TestSupport", dependencies: ["Store", "Tensor"], path: "Tests/TestSupport"),
    .testTarget(
        name: "ArchitectureTests", dependencies: [], exclude: ["arrows.txt", "defaults.txt"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "TestSupport"]),
    .testTarget(name: "TensorTests", dependencies: ["Tensor", "TestSupport"]),
    .testTarget(name: "LayersTests", dependencies: ["Layers", "Tensor", "TestSupport"]),
    .testTarget(
        name: "OptimizersTests", dependencies: ["Optimizers", "Tensor", "TestSupport"]),
    .testTarget(name: "TasksTests", dependencies: ["Tasks", "Tensor", "TestSupport"]),
    .testTarget(
        name: "DatasetsTests", dependencies: ["Datasets", "Tasks", "Tensor", "TestSupport"]),
    .testTarget(name: "SynthesizersTests", dependencies: ["Synthesizers", "Tensor"]),
    .testTarget(
        name: "TrainersTests",
        dependencies: [
            "Layers", "Optimizers", "Synthesizers", "Tasks", "Tensor", "TestSupport",
            "Trainers",
        ]),
    .testTarget(
        name: "ChannelsTests",
        dependencies: ["Channels", "Processes", "TestSupport", "Workers"]),
    .testTarget(
        name: "WorkersTests",
        dependencies: [
            "Channels", "Layers", "Optimizers", "Processes", "Synthesizers", "Tasks", "Tensor",
            "TestSupport", "Trainers", "Workers",
        ]),
    .testTarget(name: "StoreTests", dependencies: ["Store", "TestSupport"]),
    .testTarget(name: "ProcessesTests", dependencies: ["Processes", "TestSupport"]),
    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
    .testTarget(name: "SweepsTests", dependencies: ["Sweeps", "Vocabulary"]),
    .testTarget(
        name: "EngineTests",
        dependencies: [
            "Engine", "Processes", "Store", "Sweeps", "TestSupport", "Vocabulary",
        ]),
    .testTarget(
        name: "ClusterTests",
        dependencies: ["Processes", "Store", "TestSupport"], exclude: ["slurm.sh"]),
    .testTarget(
        name: "ReportsTests",
        dependencies: [
            "Engine", "Processes", "Reports", "Store", "Sweeps", "TestSupport", "Vocabulary",
        ]),
    .testTarget(
        name: "PresageTests",
        dependencies: [
            "Datasets", "Engine", "Kernels", "Layers", "Optimizers", "Presage", "Processes",
            "Store", "Sweeps", "Synthesizers", "Tasks", "Tensor", "TestSupport", "Trainers",
            "Vocabulary",
        ], exclude: ["Fingerprints/fingerprints.txt"]),
]

let package = Package(
    name: "presage",
    products: [
        .executable(name: "presage", targets: ["Experiments"]),
        // For experiments in a package of their own: Tests/Example is one.
        .library(name: "Presage", targets: ["Presage"] + exported),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: modules + tests + (hasMPI ? mpi : [])
)
