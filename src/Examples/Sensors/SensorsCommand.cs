using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Sensors;

/// <summary>The sensors command.</summary>
internal static class SensorsCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var sensors = ExampleOptions.Number("--sensors", 20, "How many sensors there are.").Between(1, 1_000);
        var readings = ExampleOptions.Number("--readings", 100_000L, "How many readings they make together; each sensor makes one a second.").Between(0, 1_000_000);
        var silence = ExampleOptions.Number("--silence", 60, "After so many seconds of event time without a reading a sensor is silent.").Between(1, 86_400);
        var seed = ExampleOptions.Seed("readings");
        var parallelism = ExampleOptions.Parallelism("watch");
        var state = new StateArguments();
        var explain = ExplainOption.Create();

        var command = new Command(
            SensorsJob.Name,
            """
            Keeps running statistics of sensors (count, minimum, maximum, mean, standard deviation) and reports each sensor that falls silent,
            by a timer of event time.

            For example:
              sensors
              sensors --sensors 3 --readings 10000 --silence 10
            """)
        { sensors, readings, silence, seed, parallelism, explain };
        state.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new SensorsOptions(
                parsed.GetValue(sensors), parsed.GetValue(readings), parsed.GetValue(silence), parsed.GetValue(seed), parsed.GetValue(parallelism))
            { State = state.Read(parsed) };
            return parsed.IsGiven(explain)
                ? parsed.ExplainAsync(explain, SensorsJob.Name, env => SensorsJob.Build(env, options), console.Output)
                : SensorsRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
