using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What a checkpoint is for; barriers carry it.</summary>
internal enum CheckpointKind
{
    /// <summary>One of many, by the interval or on request.</summary>
    Checkpoint,

    /// <summary>Belongs to whoever asked for it; the job goes on as if there were none.</summary>
    Savepoint,

    /// <summary>Sources stand still at its barrier; the job ends once it is complete. No end of input is sent.</summary>
    StopWithSavepoint,

    /// <summary>Sources end their input before its barrier; the job ends once it is complete.</summary>
    DrainWithSavepoint,

    /// <summary>Subtasks stand still behind its barrier until they are moved or told to go on.</summary>
    Suspend,

    /// <summary>All input has ended; the job ends once it is complete.</summary>
    Final,
}

/// <summary>What follows from the kind of a checkpoint.</summary>
internal static class CheckpointKinds
{
    extension(CheckpointKind kind)
    {
        /// <summary>Its files belong to whoever asked for it: they are never deleted once it is complete.</summary>
        public bool IsSavepoint => kind is CheckpointKind.Savepoint or CheckpointKind.StopWithSavepoint or CheckpointKind.DrainWithSavepoint;

        /// <summary>It subsumes those before it, commits what sinks have prepared, and restarts begin with it.</summary>
        public bool ServesRecovery => kind is not CheckpointKind.Savepoint;

        /// <summary>How keyed state is held: a checkpoint is read by who wrote it, a savepoint by anybody unless another form was asked for.</summary>
        public SnapshotForm FormOf(bool isNative) => isNative || !kind.IsSavepoint ? SnapshotForm.Native : SnapshotForm.Canonical;

        /// <summary>Once it is complete the job ends.</summary>
        public bool EndsJob => kind is CheckpointKind.StopWithSavepoint or CheckpointKind.DrainWithSavepoint or CheckpointKind.Final;

        /// <summary>No other checkpoint is under way beside it.</summary>
        public bool IsAlone => kind.EndsJob || kind is CheckpointKind.Suspend;
    }
}
