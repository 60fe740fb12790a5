import Sweeps

/// A sweep as a job array of Slurm, with a job after it that reports.
///
/// The truth stays in the result files: a task that is requeued, or submitted again, runs what is
/// missing of its cells.
package struct SlurmArray: Sendable {
    /// What the user asks of Slurm.
    package struct Request: Sendable {
        /// The cores of a task.
        package var cores = CellCores(1)
        /// The time limit of a task, in a form of Slurm's; nil for the partition's.
        package var time: String?
        /// The most tasks that run at once; nil for as many as there is room for.
        package var atOnce: Int?
        /// Further options of sbatch, for the array and the report.
        package var options: [String] = []

        package init() {}

        /// The processes that a task has room for, on any nodes; nil where it has one.
        package private(set) var processes: Int?

        /// What is asked for besides, in words.
        package private(set) var note = ""

        /// Asks for what the cells need: a core for each worker of the widest; where Open MPI places the
        /// workers, room for a process for each and for the one between them and the cell; and whole
        /// nodes for cells that measure time.
        package mutating func fit(_ cells: [PlannedCell], isAlone: Bool) {
            processes = cells.filter(\.isSpread).map(\.cores).max().map { $0 + 1 }
            if let processes {
                note += ", with room for \(processes) processes a task since link is 'mpi'"
            }
            let widest = cells.filter { !$0.isSpread }.map(\.cores).max() ?? 1
            if widest > cores.count {
                cores.count = widest
                note += ", with \(widest) cores a task since a cell has \(widest) workers"
            }
            cores.isAlone = isAlone
            if isAlone { note += ", each alone on its node since the cells measure time" }
        }
    }

    /// The folder of the scripts, their lists of cells and their logs, absolute.
    package let folder: String
    /// The folder that relative paths of the command start from.
    let workingFolder: String
    let experiment: String
    let request: Request
    let taskCount: Int
    /// The words that run cells, without the list of them.
    let run: [String]
    /// The words that report.
    let report: [String]

    package init(
        folder: String, workingFolder: String, experiment: String, request: Request,
        taskCount: Int, run: [String], report: [String]
    ) {
        self.folder = folder
        self.workingFolder = workingFolder
        self.experiment = experiment
        self.request = request
        self.taskCount = taskCount
        self.run = run
        self.report = report
    }

    package var arrayScript: String { "\(folder)/array.sh" }
    package var reportScript: String { "\(folder)/report.sh" }
    package func list(of task: Int) -> String { "\(folder)/tasks/\(task).txt" }

    /// The arguments of sbatch for the array. A minute before its time is over a task is asked to
    /// end, and leaves checkpoints.
    package var arrayArguments: [String] {
        let atOnce = request.atOnce.map { "%\($0)" } ?? ""
        let time = request.time.map { ["--time=\($0)"] } ?? []
        let processes = request.processes.map { ["--ntasks=\($0)"] } ?? []
        return [
            "--parsable", "--job-name=\(experiment)", "--array=0-\(taskCount - 1)\(atOnce)",
            "--cpus-per-task=\(request.cores.count)", "--requeue", "--open-mode=append",
            "--signal=B:TERM@60", log("%a"),
        ] + time + processes + (request.cores.isAlone ? ["--exclusive"] : []) + request.options
            + [arrayScript]
    }

    /// The arguments of sbatch for the report on an array, however its tasks end.
    package func reportArguments(after job: String) -> [String] {
        [
            "--parsable", "--job-name=\(experiment)-report", "--dependency=afterany:\(job)",
            "--open-mode=append", log("report"),
        ] + request.options + [reportScript]
    }

    private func log(_ name: String) -> String {
        // Slurm replaces what follows a percent sign.
        "--output=\(folder.replacing("%", with: "%%"))/logs/\(name).txt"
    }

    /// The script of the array.
    /// - Parameter quoted: a word as a shell reads it back.
    package func arrayText(quoted: (String) -> String) -> String {
        let lists = quoted("\(folder)/tasks/") + "\"$SLURM_ARRAY_TASK_ID\".txt"
        return script(
            """
            exec \(run.map(quoted).joined(separator: " ")) \\
                --cells \(lists) --no-report --jobs "${SLURM_CPUS_PER_TASK:-1}"
            """, about: "One task of the sweep: what is missing of its cells.", quoted)
    }

    /// The script of the report.
    package func reportText(quoted: (String) -> String) -> String {
        script(
            "exec \(report.map(quoted).joined(separator: " "))",
            about: "The report, when all tasks have ended.", quoted)
    }

    private func script(
        _ command: String, about: String, _ quoted: (String) -> String
    ) -> String {
        """
        #!/bin/bash
        # \(about)
        cd \(quoted(workingFolder)) || exit
        \(command)

        """
    }
}
