using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>
/// The output of a job that can be resumed. What the job has written lies in a hidden folder beside the output; when the job has ended it is put together
/// under the name, as often as it is asked, and a copy stays in the data folder, by which a job that has finished completes an output that is missing.
/// </summary>
/// <param name="output">The output.</param>
/// <param name="data">The data folder; null for none.</param>
internal sealed class DurableOutput(OutputFile output, string? data)
{
    private string Parts => output.PartsFolder;

    // Removing takes several steps; a folder of which some is gone has another name.
    private string Waste => Parts + ".gone";

    private string? Kept => data is null ? null : Path.Join(data, "output");

    /// <summary>A job begins with nothing: what an earlier one has left, and nobody has put together, is none of its results.</summary>
    public void Clear()
    {
        if (Directory.Exists(Waste)) Directory.Delete(Waste, recursive: true);
        if (!Directory.Exists(Parts)) return;
        Directory.Move(Parts, Waste);
        Directory.Delete(Waste, recursive: true);
    }

    /// <summary>Makes the output complete.</summary>
    /// <param name="read">Reads what the job has written, and gives what writes the output.</param>
    /// <exception cref="IOException">It cannot be made: the message says why.</exception>
    public void Complete(Func<string, Action<Stream>> read)
    {
        if (Directory.Exists(Parts))
        {
            output.Write(read(Parts));
            Keep();
            Clear();
        }
        else if (!File.Exists(output.FullPath))
        {
            if (Kept is null || !File.Exists(Kept))
            {
                throw new IOException(
                    $"Output '{output.FullPath}' is not there, and nothing is left to make it of: a job that was stopped with a savepoint is gone on with by " +
                    "--from-savepoint, in another folder.");
            }

            output.Write(stream =>
            {
                using var kept = File.OpenRead(Kept);
                kept.CopyTo(stream);
            });
        }
    }

    private void Keep()
    {
        if (Kept is null) return;
        File.Copy(output.FullPath, Kept + ".new", overwrite: true);
        File.Move(Kept + ".new", Kept, overwrite: true);
    }
}
