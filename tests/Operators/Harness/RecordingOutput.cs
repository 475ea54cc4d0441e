using FlowActors.Operators;

namespace FlowActors.Tests.Harness;

/// <summary>Keeps what an operator emits; can be full after a number of records.</summary>
internal sealed class RecordingOutput<T>(RunQuantum quantum) : Output<T>
{
    public List<T> Values { get; } = [];

    public List<long> Timestamps { get; } = [];

    public List<long> Watermarks { get; } = [];

    public List<bool> Statuses { get; } = [];

    /// <summary>How many records more there is room for; null sets no limit.</summary>
    public int? Room { get; set; }

    /// <summary>Runs after each record, as the operators behind would.</summary>
    public Action<T>? OnCollect { get; set; }

    public override void Collect(T value, long timestamp)
    {
        Values.Add(value);
        Timestamps.Add(timestamp);
        if (Room is { } room)
        {
            Room = room - 1;
            quantum.SetOutputFull(Room <= 0);
        }

        OnCollect?.Invoke(value);
    }

    public void MakeRoom(int records)
    {
        Room = records;
        quantum.SetOutputFull(false);
    }

    public override void Watermark(long timestamp) => Watermarks.Add(timestamp);

    public override void Status(bool active) => Statuses.Add(active);
}
