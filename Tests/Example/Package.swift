// swift-tools-version: 6.2
import PackageDescription

// Experiments in a package of their own: what a user's Package.swift looks like.
let package = Package(
    name: "my-experiments",
    dependencies: [.package(name: "presage", path: "../..")],
    targets: [
        .executableTarget(
            name: "my-experiments",
            dependencies: [.product(name: "Presage", package: "presage")], path: "Sources")
    ]
)
