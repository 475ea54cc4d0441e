namespace FlowActors;

/// <summary>
/// A record was changed after it was emitted: the program breaks the rule on which passing records by reference rests, and its
/// results would be wrong. Found by the check that <c>CheckRecords</c> switches on; the message names who emitted and who
/// received the record.
/// </summary>
public sealed class RecordChangedException(string message) : Exception(message);
