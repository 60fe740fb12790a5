#if MPI
    import Channels
    import MPIChannels
    import Processes
    import Vocabulary
    import Workers

    /// Workers that `mpirun` starts, on the machines of its allocation: one process for each and one that
    /// hands on what the coordinator says.
    enum MPIWorkers {
        /// The message that is a worker's job: no other between coordinator and workers has its number.
        private static let jobTag = Tag(content: .max, update: 0)

        /// Starts them.
        /// - Returns: the coordinator's channel, and `mpirun`.
        /// - Throws: `ProcessError`, `ChannelError`.
        static func start(
            _ configuration: Configuration, limit: Int, patience: Double
        ) throws -> (channel: any Channel, program: Child) {
            let workers = configuration[.workers]
            let slots = Schedule(configuration.parallelism).slots
            let program = CommandWords.executable
            let (channel, mpirun) = try SocketChannel.relayed(
                through: "mpirun",
                [
                    "-np", "\(workers + 1)", "--oversubscribe", "--bind-to", "none", program,
                    "worker", "--mpi", "\(slots)", "\(limit)",
                ],
                // mpirun asks root whether it means it.
                environment: [
                    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                    "SWIFT_BACKTRACE": "enable=no",
                ], workers: workers, slots: slots, limit: limit)
            let job = WorkerJob(configuration: configuration.json, seat: nil, patience: patience)
            let line = [UInt8](try job.line().utf8)
            for worker in 0..<workers {
                try line.withUnsafeBytes {
                    try channel.send(jobTag, $0, to: worker, within: patience)
                }
            }
            return (channel, mpirun)
        }

        /// Takes part as one of the processes that `mpirun` started.
        /// - Throws: `RunError`, and as of a worker's job.
        static func takePart(slots: Int, limit: Int) throws {
            switch try MPISeat.take(slots: slots, limit: limit) {
            // Who has no coordinator any more has nothing to finish.
            case .relay(let relay): try relay.run(within: 2)
            case .worker(let channel):
                defer { channel.close(within: 10) }
                let line = try channel.receive(jobTag, from: channel.workers, within: 60)
                let job = try WorkerJob(json: String(decoding: line, as: UTF8.self))
                try WorkerJob.serve(
                    Configuration(json: job.configuration), channel, patience: job.patience)
            }
        }
    }
#endif
