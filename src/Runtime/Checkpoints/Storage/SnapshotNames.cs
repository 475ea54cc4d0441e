using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>
/// The names of files and folders of snapshots. Written names are unique, so that nobody ever writes over a file; and whatever has
/// no name of this form was not written by a job and is never touched.
/// </summary>
internal static partial class SnapshotNames
{
    public const string Metadata = "_metadata";
    public const string Shared = "shared";
    public const string SharedPrefix = "shared/";
    private const string CheckpointPrefix = "chk-";

    public static string CheckpointFolder(long checkpoint) => string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{checkpoint}");

    /// <summary>Whether a folder has the name of a checkpoint's.</summary>
    public static bool IsCheckpointFolder(string name) =>
        name.StartsWith(CheckpointPrefix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(CheckpointPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint)
        && name == CheckpointFolder(checkpoint);

    public static string StateFile(JobId job, StateFileOwner owner, Guid unique) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job}-r{owner.Writer.Region}-a{owner.Writer.Attempt}-c{owner.Checkpoint}-{Hash(owner.VertexUid)}-s{owner.Subtask}-{unique:n}.state");

    /// <summary>The name of metadata until it is complete.</summary>
    public static string TemporaryMetadata(JobId job, Guid unique) => $"{Metadata}-{job}-{unique:n}.tmp";

    /// <summary>Whether a handle's name is one that a job can have written; no name leads anywhere else.</summary>
    public static bool IsHandle(string? name) =>
        name is not null && StateFileForm().IsMatch(name.StartsWith(SharedPrefix, StringComparison.Ordinal) ? name[SharedPrefix.Length..] : name);

    /// <summary>Who wrote a state file of the job; null if the name is no such file's.</summary>
    public static StateFileWriterId? WriterOf(JobId job, string name)
    {
        var match = StateFileForm().Match(name);
        return match.Success && match.Groups["job"].Value == job.Value
            && int.TryParse(match.Groups["region"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var region)
            && int.TryParse(match.Groups["attempt"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new StateFileWriterId(region, attempt)
            : null;
    }

    /// <summary>The checkpoint that a file was written for, by its name, or by its folder's for metadata; null where neither tells.</summary>
    public static long? CheckpointOf(string path)
    {
        var match = StateFileForm().Match(Path.GetFileName(path));
        var number = match.Success ? match.Groups["checkpoint"].Value : FolderNumber(Path.GetFileName(Path.GetDirectoryName(path)) ?? "");
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint) ? checkpoint : null;
    }

    public static bool IsTemporaryMetadata(JobId job, string name)
    {
        var match = TemporaryForm().Match(name);
        return match.Success && match.Groups["job"].Value == job.Value;
    }

    private static string? FolderNumber(string folder) => IsCheckpointFolder(folder) ? folder[CheckpointPrefix.Length..] : null;

    private static string Hash(string uid) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uid)).AsSpan(0, 8));

    [GeneratedRegex(@"^(?<job>[0-9a-f]{32})-r(?<region>[0-9]{1,10})-a(?<attempt>[0-9]{1,10})-c(?<checkpoint>[0-9]{1,19})-[0-9a-f]{16}-s(-1|[0-9]{1,10})-[0-9a-f]{32}\.state\z", RegexOptions.CultureInvariant)]
    private static partial Regex StateFileForm();

    [GeneratedRegex(@"^_metadata-(?<job>[0-9a-f]{32})-[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex TemporaryForm();
}
