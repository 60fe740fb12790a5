#!/bin/sh
# Runs Slurm without systemd, cgroups or accounting: daemons of our own on this machine, under one
# folder, which end with `stop` or when the process WATCHED ends.
#   slurm.sh start FOLDER NODES CPUS PORT WATCHED
#   slurm.sh kill-node FOLDER NODE    as if the node lost its power
#   slurm.sh start-node FOLDER NODE
#   slurm.sh stop FOLDER
set -eu
verb=$1 folder=$2
export SLURM_CONF="$folder/slurm.conf"
PATH=$PATH:/usr/sbin:/sbin

write_configuration() {
    host=$(uname -n | cut -d. -f1) user=$(id -un)
    # Named for the plugin that is never used: otherwise slurmd looks for control groups.
    echo 'CgroupPlugin=cgroup/v1' >"$folder/cgroup.conf"
    cat >"$SLURM_CONF" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/none
CredType=cred/none
AuthInfo=cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
ReturnToService=2
SlurmdTimeout=3
SlurmctldTimeout=10
KillWait=2
MinJobAge=3600
MaxArraySize=1001
PropagateResourceLimits=NONE
PartitionName=test Nodes=ALL Default=YES State=UP
END
    node=1
    while [ $node -le "$nodes" ]; do
        echo "NodeName=n$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + node))" \
            "CPUs=$cpus RealMemory=1000 State=UNKNOWN" >>"$SLURM_CONF"
        node=$((node + 1))
    done
}

# Waits up to 20 s until a command succeeds.
await() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { echo "in vain: $*" >&2; exit 1; }
        sleep 0.1
    done
}

all_idle() { [ "$(sinfo -h -t idle -o %D)" = "$nodes" ]; }

# The processes of the jobs on a node, or on all of ours; then the daemons' steps that hold them.
job_processes() {
    for environment in /proc/[0-9]*/environ; do
        process=${environment%/environ} process=${process#/proc/}
        variables=$({ tr '\0' '\n' <"$environment"; } 2>/dev/null) || continue
        case $variables in *"SLURM_CONF=$SLURM_CONF"*) ;; *) continue ;; esac
        case $variables in *"SLURMD_NODENAME=${1:-}"*) ;; *) continue ;; esac
        echo "$process"
        parent=$(cut -d' ' -f4 "/proc/$process/stat" 2>/dev/null) || continue
        case $(cat "/proc/$parent/comm" 2>/dev/null) in slurmstepd*) echo "$parent" ;; esac
    done
}

case $verb in
start)
    nodes=$3 cpus=$4 port=$5 watched=$6
    mkdir -p "$folder/state"
    write_configuration
    # Nothing outlives the test, whatever ends it.
    (
        while kill -0 "$watched" 2>/dev/null && [ -e "$SLURM_CONF" ]; do sleep 1; done
        sh "$0" stop "$folder"
    ) >/dev/null 2>&1 </dev/null &
    slurmctld -c
    await scontrol ping
    node=1
    while [ $node -le "$nodes" ]; do
        slurmd -N n$node
        node=$((node + 1))
    done
    await all_idle
    ;;
kill-node)
    # Steps first would be seen to end by a daemon that still runs.
    kill -9 "$(cat "$folder/slurmd-$3.pid")"
    for process in $(job_processes "$3"); do kill -9 "$process" 2>/dev/null || true; done
    ;;
start-node)
    slurmd -N "$3"
    ;;
stop)
    for process in $(job_processes); do kill -9 "$process" 2>/dev/null || true; done
    for file in "$folder"/slurmd-*.pid "$folder"/slurmctld.pid; do
        [ -s "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null || true
    done
    rm -f "$SLURM_CONF"
    ;;
esac
