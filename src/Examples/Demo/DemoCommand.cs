using System.CommandLine;
using System.Net;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Demo;

/// <summary>The demo command.</summary>
internal static class DemoCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var port = ExampleOptions.Number("--http", 8081, "Where HTTP is served, on this machine only; 0 for a free port.").Between(0, IPEndPoint.MaxPort);
        var rate = ExampleOptions.Number("--rate", DemoOptions.UsualRate, "How many events a second; 46 of 50 are bids.").Between(1, DemoOptions.RateMax);
        var savepoints = new Option<IReadOnlyList<string>?>("--savepoints")
        {
            HelpName = "DIR[,DIR]", Description = "Below which folders savepoints may be taken, begun with and deleted over HTTP. Default: none.",
        }.Folders();
        var state = new StateArguments();
        var command = new Command(
            DemoJob.Name,
            """
            Starts an auction house that never closes, and serves its live state over HTTP until Ctrl-C.

            For example:
              demo
              demo --http 0 --rate 100000 --state rocksdb
              demo --savepoints savepoints
            """)
        { port, rate, savepoints };
        state.AddTo(command);
        command.SetAction((parsed, cancellation) => DemoRun.ExecuteAsync(
            new DemoOptions(parsed.GetValue(port), parsed.GetValue(rate)) { State = state.Read(parsed), Savepoints = parsed.GetValue(savepoints) ?? [] }, console, parsed.GetValue(verbose), cancellation));
        return command;
    }
}
