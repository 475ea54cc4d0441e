using System.Text.Json;
using FlowActors.Runtime.Client;

namespace FlowActors.Http.State;

/// <summary>Where an answer comes from, which it tells at its end.</summary>
internal abstract record ReadFrom
{
    private ReadFrom()
    {
    }

    public abstract void Write(Utf8JsonWriter json);

    /// <summary>From the subtasks of an attempt, as they are: a failure may undo it.</summary>
    public sealed record Attempt(int Number) : ReadFrom
    {
        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumber("attempt", Number);
            json.WriteBoolean("committed", false);
        }
    }

    /// <summary>From a checkpoint, which nothing undoes.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="IsUnaligned">Whether records were under way that its states do not have.</param>
    public sealed record Checkpoint(long Number, bool IsUnaligned) : ReadFrom
    {
        /// <summary>Who is told the number may read more of the same checkpoint, for the time of a lease.</summary>
        public static Checkpoint Of(LeasedCheckpoint leased)
        {
            leased.HasNext = true;
            return new(leased.Checkpoint, leased.IsUnaligned);
        }

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumber("checkpoint", Number);
            json.WriteBoolean("committed", true);
            if (IsUnaligned) json.WriteBoolean("unaligned", true);
        }
    }
}
