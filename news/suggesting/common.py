"""Words of everyday English, and of health care, that are also names of products."""

COMMON = frozenset(
    """
    access account action active advance advanced advantage agile aid air alert alliance allow
    ally alpha amber amplify analytics anchor angle answer anthem apex apple arc arch arena
    arise array arrow aspect aspire asset assist atlas aurora authority avail avenue aware axiom
    axis balance base basic basis bay beacon beam bee bell benchmark best beta better beyond
    block bloom blue board bold bolt bond book boost box brain branch brand bravo breeze bridge
    bright brook build bundle cable call calm camp canal canary canvas capital capture carbon
    card care caring carrot case cast catalyst cedar center central centre century chain
    challenge champion change channel chart charter chat check choice circle cities city clarity
    classic clean clear clearing clinic clinical clock cloud clover coach coast cobalt code
    collaborate collective color comet comfort command common community companion company
    compass complete concept concert concord condor connect connected connection console
    constellation consult contact content context continuum control copper coral core
    cornerstone cosmos counsel courier cover craft create crest crew cross crown crystal cube
    cure current curve cycle daily dash data dawn day deep delta depth design desk device dialog
    digest digital direct discover discovery dock doctor domain door dose dot dream drive drop
    eagle early earth ease east echo edge effect elation element elevate elite ember embrace
    emerge emergency empower encompass energy engage engine ensemble enterprise epic epoch equal
    equity essence essential evident evolution evolve exact excel exchange executive expert
    explore express extend eye fabric facet factor fair faith falcon family fast feature
    federation field figure file finder fire first fit flag flame flash fleet flex flow fluid
    focal focus follow force forge form formation forward foundation foundry frame free freedom
    fresh friend frontier fuse fusion future gain galaxy gate gateway gather gem general genesis
    genius global gold grace grand graph gravity green grid ground group grove grow growth guard
    guardian guidance guide halo hand harbor harmony haven hawk head heal healing health
    healthcare heart helix help here hero hive home honest honor hope horizon hospital host
    house hub human icon idea ideal ignite image imagine impact impulse inbox index infinite
    infinity inform informed innovate insight inspire integral integrate integrated integrity
    intelligent intent interact intersect iris island ivy jade join journal journey joy jump
    junction kernel key keystone kind kite lab label lake lamp lane large lattice launch layer
    lead leaf leap learn ledger legacy lens level lever liberty life lift light lighthouse lime
    limitless line link lion list live living local locus logic long loop lotus love loyal lucid
    lumen luna lynx machine magic magnet main manage manager map mark marker market marshal
    master match matrix matter maximum measure media medic medical medicine meet mend mentor
    mercury meridian merit mesh message meter method metric micro mind mine minute mirror
    mission mobile mode model modern moment momentum monitor moon mosaic motion mountain move
    multi mutual native nature navigate navigator need nest net network new nexus noble node
    nordic north notable note notice notion nova now nucleus number nurse oak oasis oath object
    observe ocean octave office olive omega one onyx open opera opinion optimal optimum option
    oracle orange orbit orchard order organic orient origin oscar outcome outreach owl own
    oxygen pace pacific pact page panda panel panorama paper paradigm parallel parity park
    partner passage passport path pathway patient pattern pause peak pearl people perfect
    performance person phase phoenix picture pier pilot pioneer pivot pixel place plan planet
    platform play plus point polar pool port portal portrait position positive post potential
    power practice precise precision premier present press primary prime prism pro process
    profile program progress project promise prompt proof proper prospect protect proton proxy
    prudent public pulse pure purple quality quantum query quest quick quiet quilt radar radiant
    radius rain range rapid reach reaction ready real reason rebel record recover recovery
    reflect refresh regard region register relate relay relevant reliance relief remedy remote
    report rescue research reserve resolve resource respond response result reveal review rhythm
    ribbon ridge right ring rise river road robin rocket root rose round route royal ruby run
    safe sage sail salt sapphire satellite scale scan scene scope scout script sea search season
    secure select sense sensor sentinel sequence series serve service seven shadow shape share
    shield shift shine ship shore signal signature silver simple simplicity single site six sky
    slack smart snap snow social society soft sol solar solid solution solve sonar sonic soul
    sound source south space spark spectrum sphere spin spirit splash spot spring sprint spruce
    square stack stage standard star start state station status stella step sterling stone storm
    story stream street stride strive strong studio success summit sun sunrise support sure
    surface surge swan swift switch symphony sync synergy system table tag tailor talk tandem
    tango target task team teams tempo ten tether thread thrive tide tiger time titan together
    token tool top torch total touch tower town trace track trail train transform transit travel
    tree trek trend triage trial tribe trident trilogy trinity true trust truth tune turn twin
    twist umbrella union unique unison unit united unity universal update upward urban valley
    value vantage vault vector velocity venture verge verse vertex vessel veteran victory view
    viewer village vine virtual virtue vision visit vista vital vitals vivid vocal voice volt
    voyage walk warm watch water wave way web welcome well wellness west wheel white whole will
    willow wind window wing wire wisdom wise wonder work workflow world yield zen zenith zero
    zone zoom
    """.split()
)
