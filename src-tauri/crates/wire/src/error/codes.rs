//! The closed list of error codes. A new one is a new name for ever.
//!
//! The codes of one kind stand in the order of the types they come from: the case machine, the house, the ledger, the
//! keychain. "Kept" speaks of the act that was refused and holds wherever the code is raised: an import commits in
//! batches, so its codes do not say that nothing was stored.

use identifiers::Language;
use serde::Serialize;
use ts_rs::TS;

use super::{ErrorKind, Words};

/// Writes the codes, their kinds, their stable names and their words in one place, so that none can be forgotten. Of
/// each language three sentences: what happened, what was kept, what to do next.
macro_rules! error_codes {
    ($($variant:ident = $name:literal, $kind:ident,
        zh $zh_happened:literal $zh_kept:literal $zh_next:literal,
        en $en_happened:literal $en_kept:literal $en_next:literal;)+) => {
        /// What the house refuses or fails at, as a stable word that faces and scripts act on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
        pub enum ErrorCode {
            $(#[doc = $en_happened] #[serde(rename = $name)] $variant,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant),+];

            /// The stable name on the wire, in the terminal and in tests.
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $name,)+ }
            }

            /// Bad use, refusal or fault.
            pub const fn kind(self) -> ErrorKind {
                match self { $(ErrorCode::$variant => ErrorKind::$kind,)+ }
            }

            /// What people read.
            pub const fn words(self, language: Language) -> &'static Words {
                match (self, language) {
                    $(
                        (ErrorCode::$variant, Language::Zh) => {
                            &Words { happened: $zh_happened, kept: $zh_kept, next: $zh_next }
                        }
                        (ErrorCode::$variant, Language::En) => {
                            &Words { happened: $en_happened, kept: $en_kept, next: $en_next }
                        }
                    )+
                }
            }
        }
    };
}

error_codes! {
    Usage = "usage", BadUse,
        zh "命令的写法不正确。" "没有执行任何操作。" "请加上 --help 查看用法后重新输入。",
        en "The command is not written correctly." "Nothing was done." "Add --help to see how it is written, then enter it again.";
    UnknownRequest = "unknown_request", BadUse,
        zh "没有这个名称的请求。" "没有执行任何操作。" "请对照请求清单核对名称后重试。",
        en "There is no request of this name." "Nothing was done." "Check the name against the list of requests and try again.";
    MalformedRequest = "malformed_request", BadUse,
        zh "请求内容不是合法的 JSON，或格式与该请求不符。" "没有执行任何操作。" "请修改内容后重试。",
        en "The content is not valid JSON, or not of the form that this request has." "Nothing was done." "Correct the content and try again.";
    PassphraseNotGiven = "passphrase_not_given", BadUse,
        zh "没有收到口令。" "没有登录，没有任何改动。" "请通过文件描述符传入一行口令，不要写在命令行里。",
        en "No passphrase was received." "Nobody was signed in and nothing was changed." "Hand it over as one line through a file descriptor, never on the command line.";
    FileUnreadable = "file_unreadable", BadUse,
        zh "命令中指定的文件无法读取。" "没有执行任何操作。" "请核对文件名、位置和读取权限后重试。",
        en "The file named in the command cannot be read." "Nothing was done." "Check its name, its place and that you may read it, then try again.";
    SessionNeeded = "session_needed", BadUse,
        zh "此项操作需要先登录。" "没有执行任何操作。" "请登录核验台后重试。",
        en "This needs somebody to be signed in." "Nothing was done." "Sign in to the desk and try again.";

    AlreadyReceived = "already_received", Refusal,
        zh "该案件已经受理过。" "原案件没有变动，本次提交未保存。" "请打开原案件；资料需要修改的，请提交更正。",
        en "This case has been received already." "It is unchanged, and this submission was not stored." "Open the case; if its data must be mended, submit an amendment.";
    NotReceived = "not_received", Refusal,
        zh "该案件尚未受理。" "没有任何改动。" "请核对业务编号，或先提交受理。",
        en "This case has not been received yet." "Nothing was changed." "Check the reference, or submit the case first.";
    WrongStatus = "wrong_status", Refusal,
        zh "案件目前的状态不允许此项操作。" "案件没有变动。" "请重新打开案件，查看现在可以办理的操作。",
        en "The present status of the case does not allow this." "The case is unchanged." "Open the case again to see what can be done now.";
    RoleMissing = "role_missing", Refusal,
        zh "您的角色不能办理此项操作。" "没有任何改动。" "请由具备相应角色的同事办理。",
        en "Your roles do not allow this." "Nothing was changed." "Ask a colleague who holds the role to do it.";
    NotAPersonsAct = "not_a_persons_act", Refusal,
        zh "此项操作须由人员办理，系统不能代办。" "没有任何改动。" "请由有权限的人员登录后办理。",
        en "Only a person may do this, not the desk by itself." "Nothing was changed." "Have a person with the right role sign in and do it.";
    DesksOwnDuty = "desks_own_duty", Refusal,
        zh "此项操作只能由系统自动完成。" "没有任何改动。" "请等待系统处理；长时间没有结果的，请联系管理员。",
        en "Only the desk itself does this." "Nothing was changed." "Wait for the desk; if nothing happens for long, tell the administrator.";
    ClaimedByOther = "claimed_by_other", Refusal,
        zh "该案件正由其他同事办理。" "案件没有变动，您的内容未保存。" "请改办其他案件，或等同事退回、领取到期后再试。",
        en "A colleague has this case in hand." "The case is unchanged, and what you entered was not stored." "Work on another case, or try again when it is given back or the claim has lapsed.";
    NotClaimed = "not_claimed", Refusal,
        zh "您没有领取该案件。" "案件没有变动。" "请先领取案件，再重试。",
        en "You do not have this case in hand." "The case is unchanged." "Take the case in hand first, then try again.";
    SamePerson = "same_person", Refusal,
        zh "提出人与复核人不能是同一个人。" "所提事项没有变动，仍在等待复核。" "请由另一位主管复核。",
        en "The person who proposed may not be the one who reviews." "What was proposed is unchanged and still waits for a second person." "Ask another supervisor to review it.";
    ReviewPending = "review_pending", Refusal,
        zh "该案件已有处理意见，正在等待复核。" "案件和处理意见没有变动。" "请等待复核；您是主管且并非经办人的，可以直接复核。",
        en "The case has a proposal that waits for review." "The case and the proposal are unchanged." "Wait for the review; a supervisor who did not propose can review it now.";
    NoProposal = "no_proposal", Refusal,
        zh "该案件没有待复核的处理意见。" "案件没有变动。" "请重新打开案件；需要时由经办人重新提出处理意见。",
        en "The case has no proposal to review." "The case is unchanged." "Open the case again; if needed, have a new proposal made.";
    EvidenceChanged = "evidence_changed", Refusal,
        zh "提出处理意见之后，案件的依据有了变化。" "案件没有变动，复核未生效。" "请重新打开案件查看新的依据，并请经办人重新提出处理意见。",
        en "The evidence has changed since the proposal was made." "The case is unchanged, and the review did not count." "Open the case again, read the new evidence and have a new proposal made.";
    ReasonMissing = "reason_missing", Refusal,
        zh "此项操作必须说明原因，您没有填写。" "没有任何改动。" "请选择或填写原因后重新提交。",
        en "This needs a reason, and none was given." "Nothing was changed." "Choose or write a reason and submit again.";
    ReasonDoesNotFit = "reason_does_not_fit", Refusal,
        zh "所选原因不适用于这个处理结果。" "案件没有变动，您的内容未保存。" "请换用适用的原因，或核对处理结果后重新提交。",
        en "The reason chosen does not go with this outcome." "The case is unchanged, and what you entered was not stored." "Choose a reason that fits, or check the outcome, and submit again.";
    NoteMissing = "note_missing", Refusal,
        zh "没有核验结果支持、与核验结果不一致或改判时，必须填写说明。" "案件没有变动，您的内容未保存。" "请写明理由后重新提交。",
        en "Deciding without the checks or against them, or overturning, needs a note." "The case is unchanged, and what you entered was not stored." "Write why and submit again.";
    OutcomeMissing = "outcome_missing", Refusal,
        zh "改判时没有给出不同于原意见的处理结果。" "案件没有变动，仍在等待复核。" "请选择您认为正确的处理结果；同意原意见的，请选择同意。",
        en "Overturning needs an outcome that differs from the proposed one." "The case is unchanged and still waits for review." "Choose the outcome that is right; if the proposed one is, agree instead.";
    NoSuchCheck = "no_such_check", Refusal,
        zh "该案件没有这项核验。" "案件没有变动。" "请重新打开案件，从核验列表中选择。",
        en "There is no such check on this case." "The case is unchanged." "Open the case again and choose from its checks.";
    CheckAlreadyAsked = "check_already_asked", Refusal,
        zh "这项核验已经发起或已有答复。" "原有核验没有变动，没有重复发送。" "请查看现有结果；失败或结果未知的，请选择再次核验。",
        en "This check is on its way or answered already." "It is unchanged, and nothing was sent twice." "Look at its result; if it failed or is unknown, ask it again.";
    CallState = "call_state", Refusal,
        zh "这项请求目前的状态不允许此项操作。" "请求没有变动。" "请刷新发件箱，查看该请求的最新状态。",
        en "The request to the outside is not in a state that allows this." "It is unchanged." "Refresh the outbox and look at its present state.";
    NothingToAskAgain = "nothing_to_ask_again", Refusal,
        zh "这项请求并非失败或结果未知，不能再次发送。" "没有重复发送，也没有重复计费。" "请查看现有状态；仍在排队或发送的，请等待。",
        en "Only a failed or unknown request can be sent again, and this is neither." "Nothing was sent or billed again." "Look at its state; if it is queued or being sent, wait.";
    HoldOver = "hold_over", Refusal,
        zh "撤回时限已过，客户已收到或即将收到结果。" "处理结果没有变动。" "处理结果有误的，请报告主管，并与客户联系。",
        en "It is too late to take this back: the customer has been told, or soon will be." "The decision stands as it was." "If it is wrong, tell your supervisor and contact the customer.";
    StillHeld = "still_held", Refusal,
        zh "这条消息仍在暂缓发送期内。" "消息保留在发件箱中，尚未发送。" "请等暂缓期结束后再发送。",
        en "This message is still held back." "It stays in the outbox and has not been sent." "Send it again once the hold has ended.";
    NotYourDecision = "not_your_decision", Refusal,
        zh "只有作出决定的人才能撤回。" "处理结果没有变动。" "请联系该案件的经办人或复核人撤回。",
        en "Only those who decided may take the decision back." "The decision stands as it was." "Ask the person who proposed or reviewed it to take it back.";
    DataGone = "data_gone", Refusal,
        zh "该案件的客户资料已按规定清除。" "案件的办理记录仍然保留。" "资料无法找回；仍需办理的，请客户重新提交。",
        en "The customer's data in this case has been erased by rule." "The record of how the case was handled remains." "It cannot be restored; if needed, ask the customer to submit again.";
    OtherCase = "other_case", Refusal,
        zh "更正资料的提交机构或业务编号与该案件不符。" "案件没有变动，更正未保存。" "请核对提交机构和业务编号，确认后重新提交。",
        en "The amendment names another partner or reference than this case." "The case is unchanged, and the amendment was not stored." "Check the partner and the reference, then submit again.";
    NoSuchChange = "no_such_change", Refusal,
        zh "没有这项待审批的变更，或已有人处理。" "设置没有变动。" "请查看变更列表，核对编号和状态。",
        en "No such change waits for approval; it may have been settled already." "The settings are unchanged." "Look at the list of changes and check the number and state.";

    SignInFailed = "sign_in_failed", Refusal,
        zh "登录未成功：姓名与口令不匹配。" "没有打开也没有改动任何数据。" "请检查大写锁定（Caps Lock）、键盘布局和输入法，再重新输入姓名和口令。",
        en "Signing in failed: this name and this passphrase do not go together." "Nothing was opened or changed." "Check Caps Lock and the keyboard layout, then enter the name and the passphrase again.";
    PassphraseTooShort = "passphrase_too_short", Refusal,
        zh "新口令太短。" "口令未设置，没有任何改动。" "请至少用 12 个字符；主管、管理员及无密钥环的核验台至少 15 个，可用几个词连成一句。",
        en "The new passphrase is too short." "It was not set, and nothing was changed." "Use at least 12 characters, or 15 for supervisors, administrators and a desk without a keychain; several words make a good one.";
    PassphraseCommon = "passphrase_common", Refusal,
        zh "新口令太常见，容易被猜中。" "口令未设置，没有任何改动。" "请避开姓名、常用口令、连续或重复的字符，另选一个。",
        en "The new passphrase is too common and easy to guess." "It was not set, and nothing was changed." "Choose another, without names, well-known passwords, sequences or repetitions.";
    NameTaken = "name_taken", Refusal,
        zh "本核验台已有人使用这个姓名。" "人员名单没有变动。" "请加上可以区分的字样，例如部门或工号。",
        en "Somebody on this desk has this name already." "The list of people is unchanged." "Add something that tells them apart, such as the department or staff number.";
    NameUnfit = "name_unfit", Refusal,
        zh "姓名为空、超过 64 个字符，或含有看不见的控制字符。" "人员名单没有变动。" "请手工重新输入姓名。",
        en "The name is empty, longer than 64 characters, or contains control characters." "The list of people is unchanged." "Type the name again by hand.";
    RolesUnfit = "roles_unfit", Refusal,
        zh "角色不合规定：未选角色、角色不存在，或审计员兼任了其他角色。" "人员名单没有变动。" "请至少选择一个角色；审计员不得兼任其他角色。",
        en "These roles cannot be held: none, one that does not exist, or an auditor with another role." "The list of people is unchanged." "Choose at least one role, and for an auditor no other.";
    DeskNotOpen = "desk_not_open", Refusal,
        zh "核验台仍在筹建，尚未启用。" "筹建中的设置都已保留。" "请先配齐人员并启用核验台，再重试。",
        en "The desk is still being founded and not open yet." "What has been set up so far is kept." "Complete its people and open the desk, then try again.";
    DeskOpen = "desk_open", Refusal,
        zh "核验台已经启用，不能再按筹建方式更改。" "人员和设置没有变动。" "请由管理员提出变更，再由另一位主管审批。",
        en "The desk is open, so this can no longer be done as during its founding." "Its people and settings are unchanged." "Have an administrator propose the change and another person, a supervisor, approve it.";
    RosterIncomplete = "roster_incomplete", Refusal,
        zh "人员尚未配齐，核验台不能启用。" "已添加的人员和设置都已保留。" "请补齐管理员、主管，并至少有两人能够办理案件；单人使用的，只能有一人，并兼任经办、主管和管理员。",
        en "The people named so far cannot run the desk, so it was not opened." "They and all settings are kept." "Have an administrator, a supervisor and at least two people who can work cases; a desk for one has one person, who is operator, supervisor and administrator.";
    LoopbackOnly = "loopback_only", Refusal,
        zh "筹建中或演示用的核验台只能连接本机地址。" "机构设置没有变动。" "请改用本机地址；正式地址请在核验台启用后提出变更，演示台不能使用。",
        en "A desk that is being founded, or is for demonstration, connects to this computer only." "The institution's settings are unchanged." "Use an address of this computer; propose the real one once the desk is open, which a demonstration desk never takes.";
    TlsNeeded = "tls_needed", Refusal,
        zh "连接本机以外的地址必须加密。" "机构设置没有变动，没有发送任何数据。" "请改用以 https:// 开头的地址。",
        en "Beyond this computer only encrypted connections are allowed." "The institution's settings are unchanged, and nothing was sent." "Use an address that begins with https://.";
    UrlUnfit = "url_unfit", Refusal,
        zh "机构名称或地址不能使用。" "机构设置没有变动。" "请核对机构名称；地址须为 https:// 加主机名，不带账号、参数或锚点。",
        en "This institution or its address cannot be used." "The institution's settings are unchanged." "Check the institution; its address is https:// and a host, without account, query or fragment.";
    CredentialUnfit = "credential_unfit", Refusal,
        zh "接入凭证的格式不正确。" "机构设置没有变动，没有发送任何数据。" "请按“标识:密钥”的格式，用一行文本重新传入。",
        en "The credential does not have the right form." "The settings are unchanged, and nothing was sent." "Hand it over again as one line: the identifier, a colon, the secret.";
    NoSuchCase = "no_such_case", Refusal,
        zh "没有找到这个业务编号的案件。" "没有任何改动。" "请核对业务编号后重试。",
        en "No case has this reference." "Nothing was changed." "Check the reference and try again.";
    ReferenceAmbiguous = "reference_ambiguous", Refusal,
        zh "不止一家提交机构使用了这个业务编号。" "没有任何改动。" "请写成“提交机构/业务编号”后重试。",
        en "More than one partner uses this reference." "Nothing was changed." "Write the partner, a slash and the reference, then try again.";
    ReferenceTaken = "reference_taken", Refusal,
        zh "该提交机构的这个业务编号已被另一案件使用。" "原案件没有变动，本次提交未保存。" "请打开原案件核对；确为新案件的，请换用新的业务编号。",
        en "Another case of this partner has this reference." "That case is unchanged, and this submission was not stored." "Compare the two; if this is a new case, give it a reference of its own.";
    FormIncomplete = "form_incomplete", Refusal,
        zh "提交的资料缺少必要内容，或有内容不符合要求。" "本次提交未保存。" "请按列出的项目逐项更正后重新提交。",
        en "The submission lacks something it needs, or something in it is not acceptable." "It was not stored." "Mend the fields that are listed and submit again.";
    QueueEmpty = "queue_empty", Refusal,
        zh "目前没有您可以领取的案件。" "没有任何改动。" "请稍后再试。",
        en "No case waits that you may take." "Nothing was changed." "Try again later.";
    NoSuchReason = "no_such_reason", Refusal,
        zh "没有这个原因代码。" "案件没有变动。" "请从原因清单中选择后重新提交。",
        en "There is no such reason code." "The case is unchanged." "Choose one from the list of reasons and submit again.";
    NoSuchCall = "no_such_call", Refusal,
        zh "发件箱中没有这项请求。" "没有任何改动，没有发送任何内容。" "请刷新发件箱，核对编号后重试。",
        en "There is no such request in the outbox." "Nothing was changed or sent." "Refresh the outbox, check the number and try again.";
    ImportHeader = "import_header", Refusal,
        zh "文件首行的列名与导入格式不一致。" "没有导入任何行。" "请按提示补齐或删除列，列名保持原样，再重新导入。",
        en "The first line of the file does not have the columns of the import format." "No row was taken in." "Add or remove columns as listed, spell them exactly, and import again.";
    ImportSecurityCode = "import_security_code", Refusal,
        zh "文件中有卡片安全码的列，本系统一律不接收。" "没有导入任何行，没有保存这些数据。" "请从文件中删除该列后重新导入，并妥善销毁原文件。",
        en "The file has a column for card security codes, which are never taken." "No row was taken in, and nothing of that column was stored." "Remove the column, import again, and destroy the old file safely.";
    ImportCardData = "import_card_data", Refusal,
        zh "文件中有卡片有效期、磁道数据或密码的列，本系统一律不保存。" "没有导入任何行，没有保存这些数据。" "请从文件中删除该列后重新导入，并妥善销毁原文件。",
        en "The file has a column for card expiry dates, track data or PINs, which are never kept." "No row was taken in, and nothing of that column was stored." "Remove the column, import again, and destroy the old file safely.";
    ImportUnreadable = "import_unreadable", Refusal,
        zh "文件不是 UTF-8 编码、以逗号分隔的文本，或读取中断。" "已报告入库的行都已保留，其余各行未导入。" "请另存为 UTF-8 编码的 CSV 文件后重新导入，已入库的行不会重复。",
        en "The file is not comma-separated UTF-8 text, or reading it broke off." "Rows reported as committed are kept; no others were taken in." "Save it as CSV in UTF-8 and import again; rows taken in already are not repeated.";
    ImportNotBegun = "import_not_begun", Refusal,
        zh "没有正在接收的导入文件。" "没有导入任何内容。" "请重新选择文件后再导入。",
        en "No import file is being handed over." "Nothing was taken in." "Choose the file again and import it.";
    ImportRunning = "import_running", Refusal,
        zh "上一个文件还在导入。" "本次没有导入任何内容，上一个文件不受影响。" "请等上一个文件导入完成，或先停止它。",
        en "Another file is still being imported." "Nothing of this one was taken in; the other goes on." "Wait until the other file is done, or stop it first.";
    NoReport = "no_report", Refusal,
        zh "没有可保存的错误报告。" "没有写入任何文件。" "请先导入文件；有未导入的行时才会生成报告。",
        en "There is no error report to save." "No file was written." "Import a file first; a report is made when rows could not be taken in.";
    SecurityCode = "security_code", Refusal,
        zh "内容疑似卡片安全码，本系统一律不接收。" "内容未保存。" "请删除安全码后重新提交，不要以任何方式记录它。",
        en "What was entered looks like a card security code, which is never taken." "It was not stored." "Remove the code and submit again; do not write it down anywhere.";
    CardExpiry = "card_expiry", Refusal,
        zh "内容疑似卡片有效期，本系统一律不保存。" "内容未保存。" "请删除有效期后重新提交，不要以任何方式记录它。",
        en "What was entered looks like a card's expiry date, which is never kept." "It was not stored." "Remove the date and submit again; do not write it down anywhere.";
    TrackData = "track_data", Refusal,
        zh "内容疑似卡片磁道数据，本系统一律不接收。" "内容未保存。" "请删除磁道数据后重新提交，不要以任何方式记录它。",
        en "What was entered looks like the track data of a card, which is never taken." "It was not stored." "Remove it and submit again; do not write it down anywhere.";
    Pin = "pin", Refusal,
        zh "内容疑似密码，本系统一律不接收卡片密码。" "内容未保存。" "请删除密码后重新提交，不要以任何方式记录它。",
        en "What was entered looks like a PIN or a card's password, which is never taken." "It was not stored." "Remove it and submit again; do not write it down anywhere.";
    TooLong = "too_long", Refusal,
        zh "文字或文件太长。" "超长的内容未保存；导入时已报告入库的行都已保留。" "请将说明缩短到 4000 字以内；导入文件请拆分，每个不超过 64 MiB。",
        en "The text or the file is too long." "What is too long was not stored; rows of an import reported as committed are kept." "Shorten the text to 4,000 characters; split an import file into parts of at most 64 MiB.";

    NoSuchPerson = "no_such_person", Refusal,
        zh "名单上没有这个人，或此人已离开。" "人员名单没有变动。" "请查看人员名单，核对姓名后重试。",
        en "Nobody of this name is on the roster, or they have left." "The roster is unchanged." "Look at the list of people, check the name and try again.";
    NothingToChange = "nothing_to_change", Refusal,
        zh "提出的内容与现状相同，没有需要变更的地方。" "没有任何改动。" "请核对后再提出变更。",
        en "What was proposed is what holds already." "Nothing was changed." "Check what should be different and propose that.";
    RosterWouldLack = "roster_would_lack", Refusal,
        zh "这样变更后，核验台将缺少必需的人员，无法继续运行。" "人员名单没有变动。" "请先补上所列的角色，或至少保留两名能够办理案件的人员，再提出变更。",
        en "After this change the people left could not run the desk." "The roster is unchanged." "First give somebody else the roles that are listed, and keep two people who can work cases; then propose it again.";
    HoldersUnfit = "holders_unfit", Refusal,
        zh "三份恢复份额须由三个不同的持有人分别保管。" "恢复设置没有变动，本次份额作废。" "请写明三个不同的持有人；只有单人核验台可由一人保管全部份额。",
        en "The three recovery shares need three different holders." "The recovery settings are unchanged, and these shares are void." "Name three different holders; only a desk for one person may have one for all.";
    OnHold = "on_hold", Refusal,
        zh "这个案件已被依法保留，不能删除，也不能再次保留。" "案件和全部记录保持原样。" "请等保留解除后再办理；解除须由设置人以外的另一位主管进行。",
        en "A legal hold keeps this case: it cannot be erased, nor held again." "The case and all its records are unchanged." "Wait until the hold is lifted, which takes a supervisor other than the one who placed it.";
    NotOnHold = "not_on_hold", Refusal,
        zh "这个案件没有被依法保留。" "案件保持原样。" "请核对案件编号。",
        en "No legal hold keeps this case." "The case is unchanged." "Check which case you mean.";
    Archived = "archived", Refusal,
        zh "这个案件已归档，只能查阅。" "案件保持原样。" "客户有新资料的，请用新的业务编号另行受理。",
        en "This case is in the archive and can only be read." "The case is unchanged." "Take new data of the customer in under a new reference.";
    RetentionUnfit = "retention_unfit", Refusal,
        zh "保存期限须为 1 至 600 个月，合作机构须有名称和自己的期限。" "现行保存期限没有变动。" "请改正后重新提出。",
        en "A retention term is 1 to 600 months, and a partner needs a name and a term of its own." "The terms in force are unchanged." "Correct them and propose them again.";
    NotErased = "not_erased", Refusal,
        zh "这个案件没有被删除，因此没有删除证明。" "案件保持原样。" "请核对案件号；已删除的案件须用案件号查找。",
        en "This case is not erased, so there is nothing to certify." "The case is unchanged." "Check which case you mean; an erased one is found by its id.";
    CertificateFalse = "certificate_false", Refusal,
        zh "这份删除证明不成立。" "没有改动任何数据。" "请向出具方索取原始文件；仍不成立的，请报告审计员。",
        en "This certificate of erasure does not hold." "No data was changed." "Ask its issuer for the original file; if that does not hold either, tell the auditor.";
    NotApprovedYet = "not_approved_yet", Refusal,
        zh "您的加入还在等待另一位主管审批。" "没有打开也没有改动任何数据。" "请联系主管审批，批准后再登录。",
        en "A second person has yet to approve that you join." "Nothing was opened or changed." "Ask a supervisor to approve it, then sign in.";
    SignInBlocked = "sign_in_blocked", Refusal,
        zh "连续十次登录失败，此人暂时不能登录。" "没有打开也没有改动任何数据，失败的登录已记录在案。" "请等到所示时间再试；忘记口令的，请管理员和主管更换密钥。",
        en "After ten failures in a row this person may not sign in for a while." "Nothing was opened or changed; the failures are on record." "Wait until the time shown; if the passphrase is forgotten, ask an administrator and a supervisor for new keys.";
    Quarantined = "quarantined", Refusal,
        zh "核验台处于隔离状态：文件与密钥环中的记录不符，只能查看。" "没有写入任何内容，文件保持原样。" "请先查明原因：放回正确的文件、从备份恢复，或由管理员提出、主管批准接受现有文件。",
        en "The desk is in quarantine: its files are not those the keychain remembers, and it can only be looked at." "Nothing was written; the files are as they were found." "Find out why: put the right files back, restore a backup, or have an administrator propose and a supervisor approve to accept these.";
    NotInQuarantine = "not_in_quarantine", Refusal,
        zh "核验台不在隔离状态，没有需要接受的文件。" "没有任何改动。" "请照常使用。",
        en "The desk is not in quarantine, so there is nothing to accept." "Nothing was changed." "Go on using it as usual.";
    KeyChangeUnfinished = "key_change_unfinished", Refusal,
        zh "上一次更换密钥尚未完成。" "已保存的内容都在，核验台可以继续使用。" "请锁定后重新登录，登录时会自动完成更换。",
        en "The last change of keys has not come to its end." "Everything that was stored is there, and the desk can be used." "Lock the desk and sign in again; signing in completes it.";
    Stopped = "stopped", Refusal,
        zh "操作已按要求停止。" "停止之前没有改动任何内容。" "需要时请重新开始。",
        en "This was stopped as asked." "Nothing had been changed by then." "Start it again when you want it.";
    PinUnfit = "pin_unfit", Refusal,
        zh "这个 PIN 太短或太容易被猜中。" "PIN 没有设置成功。" "请用 6 到 12 位数字，避开连号、重复和日期。",
        en "The PIN is too short or too easy to guess." "It was not set." "Use 6 to 12 digits that are no run, no repetition and no date.";
    PinNeedsKeychain = "pin_needs_keychain", Refusal,
        zh "没有密钥环的核验台不能使用 PIN。" "PIN 没有设置成功。" "请用口令解锁。",
        en "A desk without a keychain cannot have a PIN." "It was not set." "Unlock with the passphrase.";
    PinWrong = "pin_wrong", Refusal,
        zh "输入的 PIN 不正确。" "没有打开也没有改动任何数据。" "请重新输入；连续十次错误后须改用口令。",
        en "This is not the PIN." "Nothing was opened or changed." "Enter it again; after ten errors the passphrase is needed.";
    PinOver = "pin_over", Refusal,
        zh "PIN 已失效：未设置、连续十次错误，或距上次输入口令已满 12 小时。" "没有打开也没有改动任何数据。" "请用口令登录，之后可重新设置 PIN。",
        en "The PIN no longer opens the desk: none is set, ten errors were made, or the passphrase was typed 12 hours ago." "Nothing was opened or changed." "Sign in with the passphrase; a PIN can be set again after that.";
    NothingToReveal = "nothing_to_reveal", Refusal,
        zh "所选字段对您没有遮盖，或案件中没有这项资料。" "没有显示任何内容，也没有留下查看记录。" "请只选择仍被遮盖的字段后重试。",
        en "What was asked for is not masked to you, or the case has no such value." "Nothing was shown, and no reveal is on record." "Ask only for fields that are masked, and try again.";

    NotACaseFile = "not_a_case_file", Refusal,
        zh "这不是核验台导出的案件文件，或文件已不完整。" "没有改动任何文件。" "请向提供方索取完整的导出文件后重新校验。",
        en "This is no case file exported by a desk, or it is not complete." "No file was changed." "Ask whoever gave it to you for the whole file and check it again.";

    DeskInUse = "desk_in_use", Fault,
        zh "另一个窗口或终端正在使用这个核验台。" "这里没有打开也没有改动任何数据，对方的工作不受影响。" "请在那里退出，或等它结束后再试。",
        en "Another window or terminal has this desk open." "Nothing was opened or changed here, and the work there goes on." "Close the desk there, or wait until it has ended, and try again.";
    NoDeskHere = "no_desk_here", Fault,
        zh "这个文件夹里没有核验台。" "没有新建也没有改动任何文件。" "请核对文件夹位置；尚未建立的，请先新建核验台。",
        en "There is no desk in this folder." "Nothing was created or changed." "Check the folder; if there is no desk yet, create one first.";
    DeskExistsAlready = "desk_exists_already", Fault,
        zh "这个文件夹里已有一个核验台。" "原有核验台没有变动。" "请直接登录使用，或换一个空文件夹新建。",
        en "There is a desk in this folder already." "It was not touched." "Sign in to it, or choose an empty folder for a new one.";
    CannotOpen = "cannot_open", Fault,
        zh "数据文件无法用这个核验台的密钥打开，可能被替换或已损坏。" "没有改动任何数据。" "请勿删除或移动文件，核对文件夹是否完整，并联系管理员。",
        en "The data file does not open with this desk's keys; it may be damaged or another desk's." "No data was changed." "Delete and move nothing, check that the folder is complete, and tell the administrator.";
    NewerThanProgram = "newer_than_program", Fault,
        zh "数据由更新版本的程序写入，本程序不能打开。" "没有改动任何数据。" "请安装新版本后再登录。",
        en "The data was written by a newer version of the program, and this one may not open it." "No data was changed." "Install the newer version and sign in again.";
    Conflict = "conflict", Fault,
        zh "办理期间数据已有变化，本次操作未写入。" "已确认保存的内容都已保留。" "请重新打开后再办理一次。",
        en "The data changed in the meantime, so this was not written." "Everything acknowledged before is kept." "Open it again and repeat what you did.";
    DiskFull = "disk_full", Fault,
        zh "磁盘空间不足，本次操作未能写入。" "此前已确认保存的内容都已保留，没有丢失。" "请清理磁盘空间后再办理一次，不要删除核验台文件夹中的文件。",
        en "The disk is full, and this could not be written." "Everything acknowledged before is kept; nothing is lost." "Free some space outside the desk's folder and do it again.";
    Damaged = "damaged", Fault,
        zh "核验台的数据文件已损坏。" "程序没有改动它，文件保持原样。" "请停止使用，复制整个文件夹妥善保存，并联系管理员。",
        en "The data of this desk is damaged." "The program left it as it was found." "Stop working on it, keep a copy of the whole folder, and tell the administrator.";
    Io = "io", Fault,
        zh "系统未能读取或写入文件。" "此前已确认保存的内容都已保留，本次操作未完成。" "请检查文件夹权限和磁盘；新建核验台须用空文件夹。处理后再试。",
        en "The system could not read or write a file." "Everything acknowledged before is kept; this was not completed." "Check the folder's permissions and the disk; a new desk needs an empty folder. Then try again.";

    KeychainMissing = "keychain_missing", Fault,
        zh "核验台需要操作系统的密钥环，但当前会话中没有运行。" "本次没有打开也没有改动任何数据。" "请登录桌面会话或启动密钥环（如 gnome-keyring）后重试；不用密钥环的核验台须在新建时选定。",
        en "The desk needs the operating system's keychain, and none runs in this session." "Nothing was opened or changed." "Log in to the desktop session or start the keychain (such as gnome-keyring) and try again; a desk without one must be chosen when it is created.";
    KeychainLocked = "keychain_locked", Fault,
        zh "操作系统的密钥环已锁定。" "本次没有打开也没有改动任何数据。" "请在桌面会话中解锁密钥环后重试。",
        en "The operating system's keychain is locked." "Nothing was opened or changed." "Unlock the keychain in the desktop session and try again.";
    KeychainTimedOut = "keychain_timed_out", Fault,
        zh "操作系统的密钥环没有及时答复。" "案件数据没有变动。" "请查看是否有等待输入密码的窗口，处理后重试。",
        en "The operating system's keychain did not answer in time." "The case data is unchanged." "See whether a window is asking for its password, answer it and try again.";
    KeychainCorrupt = "keychain_corrupt", Fault,
        zh "密钥环中本核验台的条目已损坏，或不是本程序写入的。" "案件数据没有变动。" "请勿删除密钥环中的条目，并联系管理员。",
        en "The keychain's entry for this desk is damaged or was not written by this program." "The case data is unchanged." "Delete no entries of the keychain, and tell the administrator.";
    KeychainRefused = "keychain_refused", Fault,
        zh "操作系统的密钥环拒绝了请求。" "案件数据没有变动。" "请检查是否允许本程序使用密钥环后重试；仍不成功的，请联系管理员。",
        en "The operating system's keychain refused." "The case data is unchanged." "Check that this program may use the keychain and try again; if it still refuses, tell the administrator.";
    KeychainEntryMissing = "keychain_entry_missing", Fault,
        zh "密钥环中没有本核验台所需的密钥，可能换了电脑或系统账号。" "核验台的数据没有变动。" "请在原来的电脑上用原来的系统账号登录后重试，不要删除文件夹；仍不成功的，请联系管理员。",
        en "The keychain lacks the secret this desk needs: another computer, another login, or a lost entry." "The desk's data is unchanged." "Use the computer and login the desk was made with and keep its folder; if that fails, tell the administrator.";
    KeysDamaged = "keys_damaged", Fault,
        zh "核验台的密钥文件已损坏，或被改动过。" "没有改动任何数据。" "请勿删除或替换文件，复制整个文件夹妥善保存，并联系管理员。",
        en "The key file of this desk is damaged or was altered." "No data was changed." "Delete and replace nothing, keep a copy of the whole folder, and tell the administrator.";
    FolderOutdated = "folder_outdated", Fault,
        zh "这个文件夹是更换密钥之前的旧副本，打开它的密钥已经销毁。" "没有改动任何数据。" "请换回最新的文件夹；找不到的，请从备份恢复。",
        en "This folder is a copy from before a change of keys, and the keys that opened it have been destroyed." "No data was changed." "Put the current folder back; if it is lost, restore from a backup.";
    KeysNewer = "keys_newer", Fault,
        zh "密钥文件由更新版本的程序写入，本程序不能打开。" "没有改动任何数据。" "请安装新版本后再登录。",
        en "The key file was written by a newer version of the program, and this one cannot open it." "No data was changed." "Install the newer version and sign in again.";
    LogBroken = "log_broken", Fault,
        zh "操作日志中有一条记录与签名时不一致。" "全部记录保持原样，程序没有改动。" "请停止使用，保留整个文件夹，并报告审计员和管理员。",
        en "A record in the log is not what was signed." "All records are left as they were found." "Stop working on this desk, keep the whole folder, and tell the auditor and the administrator.";

    NoRecoveryKey = "no_recovery_key", Refusal,
        zh "核验台还没有恢复密钥，备份将无人能够打开。" "没有写入备份。" "请先由管理员发起恢复密钥，三位持有人各自核对份额，再由另一位主管批准。",
        en "The desk has no recovery secret, so nobody could open a backup." "No backup was written." "Have an administrator begin a recovery secret, let three holders confirm their shares, and have a supervisor approve it.";
    RecoveryAtFounding = "recovery_at_founding", Refusal,
        zh "单人核验台启用后无人可以批准恢复密钥。" "恢复设置没有变动。" "恢复密钥须在启用之前设置；已启用的单人核验台，请另建一个核验台。",
        en "On a desk for one person nobody could approve a recovery secret once it is open." "The recovery settings are unchanged." "Make the secret before the desk is opened; if it is open already, found another desk.";
    ShareShown = "share_shown", Refusal,
        zh "这份恢复份额已经显示过，每份只显示一次。" "恢复设置没有变动。" "未抄写完整的，请重新开始制作恢复密钥，本次份额一律作废。",
        en "This recovery share was shown already; each is shown once." "The recovery settings are unchanged." "If it was not written down in full, begin a new recovery secret; all shares of this one are void.";
    CeremonyUnfinished = "ceremony_unfinished", Refusal,
        zh "恢复密钥尚未开始制作，或三位持有人没有全部看过并核对各自的份额。" "恢复设置没有变动。" "请让每位持有人依次查看自己的份额，并按提示输入其中几组。",
        en "No recovery secret was begun, or not every holder has been shown their share and typed part of it back." "The recovery settings are unchanged." "Let each holder look at their own share and type the groups that are asked for.";
    ShareNotTypedBack = "share_not_typed_back", Refusal,
        zh "输入的内容与份额不一致。" "恢复设置没有变动，份额仍然有效。" "请对照纸上的份额，输入新提示的几组；抄写有误的，请重新制作恢复密钥。",
        en "What was typed is not what stands on the share." "The recovery settings are unchanged, and the share still holds." "Compare the paper and type the groups that are asked for next; if it was copied wrongly, begin a new recovery secret.";
    SharesUnfit = "shares_unfit", Refusal,
        zh "这两份恢复份额不能打开该备份：有误、相同，或不属于同一把恢复密钥。" "没有打开也没有改动任何数据。" "请核对提示的各组，并使用同一把恢复密钥的两份不同份额。",
        en "These two recovery shares do not open this backup: one is wrong, they are the same, or they belong to another secret." "Nothing was opened or changed." "Check the groups that are listed, and use two different shares of the secret this backup was made for.";
    BackupTaken = "backup_taken", Refusal,
        zh "这个文件夹里已有另一个核验台的备份，或其中的记录比本核验台更新。" "原有备份没有变动，没有写入新备份。" "请换一个文件夹；确认要以本核验台为准的，请在新文件夹中做完整备份。",
        en "The folder holds the backup of another desk, or records that this desk does not have." "That backup is unchanged, and no new one was written." "Choose another folder; if this desk is the one that counts, make a full backup in a new folder.";
    BackupRunning = "backup_running", Refusal,
        zh "正在备份。" "备份不受影响，本次操作没有改动任何内容。" "请等备份完成或停止它，然后再试。",
        en "A backup is being made." "It goes on, and nothing was changed by this." "Wait until it is done, or stop it, then try again.";
    DeskStillHere = "desk_still_here", Refusal,
        zh "这台电脑的密钥环中还有这个核验台的记录。" "没有恢复任何内容，现有核验台没有变动。" "请先确认原来的文件夹确已丢失；仅需检验备份的，请做恢复演练。确要恢复的，请加上允许替换的选项，原文件夹随后将只能查看。",
        en "The keychain of this computer still knows this desk." "Nothing was restored, and the desk here is unchanged." "Make sure that its folder is really lost; to test a backup, rehearse instead. To restore all the same, say that it may take this desk's place; the old folder can then only be looked at.";

    NoBackupHere = "no_backup_here", Fault,
        zh "这个文件夹里没有备份。" "没有改动任何文件。" "请核对文件夹位置，备份文件夹中应有 keys.vdk 文件。",
        en "There is no backup in this folder." "No file was changed." "Check the folder; a backup has a file named keys.vdk.";
    BackupDamaged = "backup_damaged", Fault,
        zh "备份不完整，或已损坏、被改动过。" "备份文件和核验台的数据都没有变动。" "请换用备份的另一份副本；核验台仍在的，请立即做一次新的完整备份。",
        en "The backup is incomplete, damaged or altered." "Its files and the data of the desk are unchanged." "Use another copy of the backup; while the desk still works, make a new full backup at once.";
}
