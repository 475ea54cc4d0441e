using System.CommandLine;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.CommandLine.Remote;

/// <summary>Which state of which job a command reads, and what of it.</summary>
internal sealed class StateArguments
{
    private readonly Argument<string> _job = new("JOB") { Description = "The job's id or name." };
    private readonly Option<string?> _uid = new("--uid") { Description = "The uid of the state's operator; needed where several have a state of that name." };
    private readonly Option<string> _consistency = new("--consistency")
    {
        Description = "live, or checkpoint: as it was at the last checkpoint that is complete.",
        DefaultValueFactory = _ => "live",
    };

    private readonly Option<long?> _checkpoint = new("--checkpoint") { HelpName = "ID", Description = "As it was at this checkpoint, with --consistency checkpoint." };
    private readonly bool _isLive;

    /// <param name="isLive">Whether only live state is read.</param>
    public StateArguments(bool isLive)
    {
        _isLive = isLive;
        _consistency.AcceptOnlyFromAmong("live", "checkpoint");
        _checkpoint.Validators.Add(result =>
        {
            if (result.GetValue(_consistency) != "checkpoint") result.AddError("--checkpoint ID goes with --consistency checkpoint.");
        });
    }

    /// <summary>The state's name.</summary>
    public Argument<string> Name { get; } = new("STATE") { Description = "The state's name." };

    public IEnumerable<Symbol> Arguments => [_job, Name];

    public IEnumerable<Symbol> Options => _isLive ? [_uid] : [_uid, _consistency, _checkpoint];

    /// <summary>The state that was named.</summary>
    public RawState Of(FlowActorsClient client, ParseResult parsed)
    {
        var state = client.Job(parsed.GetRequiredValue(_job)).Raw(parsed.GetValue(_uid), parsed.GetRequiredValue(Name), new RemoteStateOptions());
        return !_isLive && parsed.GetRequiredValue(_consistency) == "checkpoint" ? state.With(StateConsistency.At(parsed.GetValue(_checkpoint))) : state;
    }
}
