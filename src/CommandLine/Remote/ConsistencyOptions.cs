using System.CommandLine;

namespace FlowActors.CommandLine.Remote;

/// <summary>Whether state is read live, or as it was at a checkpoint.</summary>
internal sealed class ConsistencyOptions
{
    private readonly Option<string> _consistency = new("--consistency")
    {
        Description = "live, or checkpoint: as it was at the last checkpoint that is complete.",
        DefaultValueFactory = _ => "live",
    };

    private readonly Option<long?> _checkpoint =
        WholeNumbers.LongOption("--checkpoint", "ID", "number of a checkpoint", "As it was at this checkpoint, with --consistency checkpoint.");

    public ConsistencyOptions()
    {
        _consistency.AcceptOnlyFromAmong("live", "checkpoint");
        _checkpoint.Validators.Add(result =>
        {
            if (result.GetValue(_consistency) != "checkpoint") result.AddError("--checkpoint ID goes with --consistency checkpoint.");
        });
    }

    public IEnumerable<Option> All => [_consistency, _checkpoint];

    /// <summary>Whether state is read at a checkpoint.</summary>
    public bool IsCheckpoint(ParseResult parsed) => parsed.GetRequiredValue(_consistency) == "checkpoint";

    /// <summary>At which; null for the last one.</summary>
    public long? Checkpoint(ParseResult parsed) => parsed.GetValue(_checkpoint);
}
