namespace FlowActors.Runtime.Protocols;

/// <summary>Marks every message of the control plane; they share one explicit, versioned serializer.</summary>
internal interface IControlMessage;

/// <summary>Asks its receiver to do something; may be repeated, and done twice it is done once.</summary>
internal interface IControlCommand : IControlMessage;

/// <summary>Tells what has happened, or answers a command or a query.</summary>
internal interface IControlEvent : IControlMessage;

/// <summary>Asks and changes nothing.</summary>
internal interface IControlQuery : IControlMessage;

/// <summary>A decision as a journal keeps it, for ever.</summary>
internal interface IJournalEvent : IControlMessage;
