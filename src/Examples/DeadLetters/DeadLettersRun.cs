using System.Globalization;
using FlowActors.Examples.CommandLine;
using FlowActors.Paths;

namespace FlowActors.Examples.DeadLetters;

/// <summary>Reads orders on an embedded cluster of one node.</summary>
internal static class DeadLettersRun
{
    public static async Task ExecuteAsync(DeadLettersOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        Check(options);
        var sales = await JobRun.OnOneNodeAsync(
            env => DeadLettersJob.Build(env, options), DeadLettersJob.Name, options.State, progress: null, verbose, cancellation).ConfigureAwait(false);
        await WriteAsync([.. sales.Values.GroupBy(s => s.Product).Select(product => product.MaxBy(s => s.Orders)!)], console.Output).ConfigureAwait(false);
        await console.Output.WriteLineAsync($"{File.ReadLines(options.DeadLetters).LongCount()} dead letters in {options.DeadLetters}").ConfigureAwait(false);
    }

    private static void Check(DeadLettersOptions options)
    {
        if (options.Input.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new JobValidationException($"Input '{missing}' is no file: name files of orders, one JSON object on a line.");
        if (string.IsNullOrWhiteSpace(options.DeadLetters)) throw new JobValidationException("--dead-letters is empty: name the file to write.");
        if (options.Input.Any(file => RealPath.Of(file) == RealPath.Of(options.DeadLetters)))
            throw new JobValidationException($"--dead-letters is '{options.DeadLetters}', an input of the same run, which it would replace. Name another file.");
    }

    private static async Task WriteAsync(IReadOnlyList<Sales> sales, TextWriter output)
    {
        await output.WriteLineAsync($"{"product",-16} {"orders",8} {"pieces",8} {"revenue",12}").ConfigureAwait(false);
        foreach (var s in sales.OrderBy(s => s.Product, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{s.Product,-16} {s.Orders,8} {s.Pieces,8} {s.Revenue,12:F2}")).ConfigureAwait(false);
        }
    }
}
