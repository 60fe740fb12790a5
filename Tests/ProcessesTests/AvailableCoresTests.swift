import Testing

@testable import Processes

@Suite struct AvailableCoresTests {
    @Test(arguments: [
        (8, nil, [:], 8), (1, nil, [:], 1), (8, 2.5, [:], 3), (8, 0.1, [:], 1),
        (8, nil, ["SLURM_CPUS_PER_TASK": "4"], 4), (8, nil, ["SLURM_CPUS_ON_NODE": "6"], 6),
        (8, nil, ["SLURM_CPUS_PER_TASK": "4", "SLURM_CPUS_ON_NODE": "6"], 4),
        (2, 3.0, ["SLURM_CPUS_PER_TASK": "4"], 2), (8, nil, ["SLURM_CPUS_PER_TASK": "many"], 8),
        (8, nil, ["SLURM_CPUS_PER_TASK": "0"], 1),
    ])
    func theSmallestBoundCounts(
        affinity: Int, quota: Double?, environment: [String: String], count: Int
    ) {
        #expect(
            AvailableCores.count(affinity: affinity, quota: quota, environment: environment)
                == count)
    }

    @Test func quotasOfBothKindsOfControlGroupsAreRead() {
        let unified = [
            "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
        ]
        #expect(AvailableCores.quota(groups: "0::/a/b\n", read: { unified[$0] }) == 1.5)
        let container = ["/sys/fs/cgroup/cpu.max": "200000 100000\n"]
        #expect(AvailableCores.quota(groups: "0::/\n", read: { container[$0] }) == 2)
        #expect(AvailableCores.quota(groups: "0::/not/seen\n", read: { container[$0] }) == 2)
        let first = [
            "/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "300000\n",
            "/sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        ]
        let groups = "9:name=systemd:/x\n4:cpu,cpuacct:/x\n3:cpuset:/x\n"
        #expect(AvailableCores.quota(groups: groups, read: { first[$0] }) == 3)
        #expect(AvailableCores.quota(groups: groups, read: { _ in nil }) == nil)
        #expect(AvailableCores.quota(groups: "damaged\n:\n", read: { _ in "x y z" }) == nil)
    }
}
