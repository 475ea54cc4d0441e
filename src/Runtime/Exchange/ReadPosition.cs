using System.Globalization;

namespace FlowActors.Runtime.Exchange;

/// <summary>How far a subtask has read in its attempt, for a failure to tell.</summary>
/// <param name="Record">The number of the last record that the head of the chain has taken, from 1; 0 before the first.</param>
/// <param name="IsAtHand">True when the chain has not returned from it.</param>
internal readonly record struct ReadPosition(long Record, bool IsAtHand)
{
    /// <summary>The number of the input that the record is counted in, from 0; null where there is one only.</summary>
    public int? Input { get; init; }

    /// <summary>The split that the record is counted in; null where the head is no source.</summary>
    public string? Split { get; init; }

    /// <summary>The watermark that is handed on; null for none.</summary>
    public long? Watermark { get; init; }

    /// <summary>What is at hand: a record, or what lies behind one.</summary>
    public string AtHand => Watermark is { } watermark
        ? Behind(string.Create(CultureInfo.InvariantCulture, $"watermark {watermark}"))
        : IsAtHand ? LastRecord : Record == 0 ? "before the first record" : $"after {LastRecord}";

    /// <summary>The last record.</summary>
    public string LastRecord => string.Create(CultureInfo.InvariantCulture, $"record {Record}") +
        (Input is { } input ? $" of {InputName.Of(input)}" : "") +
        (Split is { } split ? $" of split '{split}'" : "");

    /// <summary>Something that is no record, and the record before it.</summary>
    public string Behind(string what) => $"{what}, {(Record == 0 ? "before the first record" : $"after {LastRecord}")}";
}
